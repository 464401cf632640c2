import { outcomeOf } from '../coverage/outcome.ts';
import type { ObligationResult } from '../obligation-result.ts';
import { type Finding, reasons } from '../verdict.ts';
import { classMatrix } from './class-matrix.ts';
import { describeViolation } from './describe-violation.ts';
import { type Report, violations, warnings } from './report.ts';
import type { ReportOptions } from './report-options.ts';
import { countReasons, describeSetUp, findUnlocks, setupFile } from './set-up.ts';
import { toColumns } from './text-columns.ts';
import { visibleLine } from './visible-text.ts';

/** For people: the violations, a table of what was proved, why the rest was not, and what would unlock it. */
export function toText(report: Report, options: ReportOptions): string {
  const paint = options.color ? paintAnsi : (text: string) => text;
  const describe = (alike: readonly ObligationResult[], label: string) =>
    describeAlike(report, alike, { label, options });
  const blocks = [
    ...groupAlike(violations(report)).map((alike) => describe(alike, paint('violated', 'red'))),
    ...groupAlike(warnings(report)).map((alike) => describe(alike, paint('warning', 'yellow'))),
    waivedTable(report),
    toColumns(classMatrix(report.results)),
    reasonTable(report),
    unlockTable(report, options),
    summary(report, paint),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

type Colour = 'red' | 'yellow' | 'green';
type Paint = (text: string, colour: Colour) => string;

const codes: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, green: 32 };
const paintAnsi: Paint = (text, colour) => `\u001b[${codes[colour]}m${text}\u001b[39m`;

/** The same breach of the same promise in many operations is most often one mistake, and is told once. */
function groupAlike(breaches: readonly ObligationResult[]): readonly (readonly ObligationResult[])[] {
  const alike = Map.groupBy(breaches, ({ kind, claim, verdict }) =>
    JSON.stringify([kind, claim, verdict.outcome === 'violated' ? essenceOf(verdict) : '']),
  );
  return [...alike.values()];
}

/** What stands in brackets tells one answer from another, not one mistake from another. */
const essenceOf = ({ expected, received }: Finding): readonly string[] => [
  expected,
  received.replace(/ \(.*\)$/s, ''),
];

interface Description {
  readonly label: string;
  readonly options: ReportOptions;
}

function describeAlike(
  { seed, run }: Report,
  [first, ...others]: readonly ObligationResult[],
  { label, options }: Description,
): string {
  if (first?.verdict.outcome !== 'violated') return '';
  const text = `${label}: ${describeViolation(first, first.verdict, { seed, run, options })}`;
  return others.length === 0 ? text : `${text}\n  the same in ${listNames(others)}`;
}

/** More names would not be read. */
const shownNames = 12;

function listNames(others: readonly ObligationResult[]): string {
  const names = others.slice(0, shownNames).map(({ operation }) => visibleLine(operation));
  const rest = others.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function waivedTable({ results }: Report): string {
  const lines = results.flatMap((result) =>
    result.waiver && outcomeOf(result) === 'waived'
      ? [
          `  ${visibleLine(result.id)}`,
          `    ${visibleLine(`${result.waiver.why} (${result.waiver.owner}, until ${result.waiver.until})`)}`,
        ]
      : [],
  );
  return lines.length === 0 ? '' : ['violated, and waived for now', ...lines].join('\n');
}

/** The rest would not be read, and stands in the other formats. */
const shownReasons = 6;

function reasonTable({ results }: Report): string {
  const counts = countReasons(results);
  if (counts.length === 0) return '';
  const rest = counts.slice(shownReasons).reduce((sum, { count }) => sum + count, 0);
  const lines = counts
    .slice(0, shownReasons)
    .map(({ reason, count }) => `  ${String(count).padStart(5)}  ${reason}: ${reasons[reason]}`);
  return [
    'not proved, and why',
    ...lines,
    ...(rest > 0 ? [`  ${String(rest).padStart(5)}  for other reasons`] : []),
  ].join('\n');
}

function unlockTable({ results }: Report, { model }: ReportOptions): string {
  const unlocks = findUnlocks(results, model);
  if (unlocks.length === 0) return '';
  const lines = unlocks.flatMap((unlock) => [
    `  ${`+${unlock.obligations}`.padStart(6)}  ${unlock.what}`,
    `          ${visibleLine(describeSetUp(unlock))}`,
  ]);
  const takesFile = unlocks.some(({ line }) => line !== undefined);
  return [
    'obligations that one line of set-up could unlock',
    ...lines,
    ...(takesFile ? [`  a set-up file is TypeScript or JavaScript: ${setupFile}`] : []),
  ].join('\n');
}

function summary(report: Report, paint: Paint): string {
  const { counts, requests, seed, run, leftBehind, stopped } = report;
  const failures = violations(report).length;
  const waived = counts.waived === 0 ? '' : `${counts.waived} waived, `;
  const lines = [
    `${paint(report.ok ? 'kept' : 'broken', report.ok ? 'green' : 'red')}: ${visibleLine(`${report.title} ${report.version}`.trim())} at ${visibleLine(report.baseUrl)}`,
    `  ${counts.proved} proved, ${failures} violated, ${warnings(report).length} warnings, ${waived}${counts.unproven} not proved; ${requests} requests; seed ${seed}, run ${run}`,
    ...(counts.proved === 0 ? ['  nothing was proved: a run that proves nothing fails'] : []),
    ...(stopped === undefined ? [] : [`  ended early: ${visibleLine(stopped)}`]),
    ...edgeLines(report),
    ...(leftBehind.length === 0 ? [] : [`  left behind: ${leftBehind.map(visibleLine).join(', ')}`]),
  ];
  return lines.join('\n');
}

/** What the run saw of guesses about ids; nothing where it made none and refuted nothing. */
function edgeLines({ edges = [] }: Report): readonly string[] {
  const confirmed = edges.filter(({ state, isGuessed }) => state === 'confirmed' && isGuessed).length;
  const refuted = edges.filter(({ state }) => state === 'refuted');
  if (confirmed + refuted.length === 0) return [];
  const names = refuted.map(
    ({ operation, in: place, name, type }) => `${operation} ${place} ${name} takes no id of ${type}`,
  );
  const why = names.length > 0 ? `: ${names.join(', ')}` : '';
  return [visibleLine(`  guesses of ids: ${confirmed} confirmed, ${refuted.length} refuted${why}`)];
}
