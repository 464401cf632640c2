import { faultGroups, operatorOf } from './fault-operators.ts';
import type { MutantResult, MutationCounts, MutationReport } from './mutation-report.ts';

export type MutationReportFormat = 'text' | 'json';

/** The report as text for people, or as JSON with every mutant. */
export function formatMutationReport(report: MutationReport, format: MutationReportFormat = 'text'): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  return [
    `${report.title}: ${report.total.mutants} faults tried in ${seconds(report.milliseconds)} (seed ${report.seed})`,
    '',
    ...table(report),
    '',
    ...standingLines(report),
    ...listed('Survived: the fault broke the contract and nobody noticed', report, 'survived'),
    ...operatorLines(report),
    '',
  ].join('\n');
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const headings = [
  '',
  'faults',
  'caught',
  'survived',
  'unreached',
  'legal',
  'score',
  'right',
  'score of right',
];

/** A suite that is not ours does not say what it has found wrong, so nothing is said of right alarms. */
const namesObligations = ({ results }: MutationReport): boolean =>
  results.length === 0 || results.some(({ caughtBy }) => caughtBy.length > 0);

function table(report: MutationReport): readonly string[] {
  const { groups, total } = report;
  const columns = namesObligations(report) ? headings.length : headings.length - 2;
  const rows = [
    headings,
    ...groups.map(({ group, ...counts }) => row(`${group} ${nameOf(group)}`, counts)),
    row('all', total),
  ].map((cells) => cells.slice(0, columns));
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

const nameOf = (group: string): string =>
  Object.hasOwn(faultGroups, group) ? faultGroups[group as keyof typeof faultGroups] : ''; // an own key

function row(name: string, counts: MutationCounts): readonly string[] {
  const { mutants, right, any, survived, unreached, legal, score, rightScore } = counts;
  const isEmpty = right + any + survived === 0;
  const share = (value: number) => (isEmpty ? '–' : `${(value * 100).toFixed(1)} %`);
  return [
    name,
    ...[mutants, right + any, survived, unreached, legal].map(String),
    share(score),
    String(right),
    share(rightScore),
  ];
}

function standingLines({ standing }: MutationReport): readonly string[] {
  if (standing.length === 0) return [];
  const names = standing.map(({ obligation = 'the suite failed' }) => `  ${obligation}`);
  return ['Wrong without any fault, so these count for nothing:', ...names, ''];
}

function listed(
  heading: string,
  { results }: MutationReport,
  outcome: MutantResult['outcome'],
): readonly string[] {
  const found = results.filter((result) => result.outcome === outcome);
  if (found.length === 0) return [];
  return [
    heading,
    ...found.flatMap(({ mutant, expected, breach }) => [
      `  ${mutant.id}: ${operatorOf(mutant.operator).breaks}`,
      `    ${breach ?? ''}${breach === undefined ? '' : '; '}expected ${expected.join(' or ')} of ${mutant.operation}`,
    ]),
    '',
  ];
}

/** Operators of which nothing was seen tell more about the suite than the count of their mutants. */
function operatorLines({ operators }: MutationReport): readonly string[] {
  const unseen = operators.filter(({ right, any, survived }) => right + any + survived === 0);
  if (unseen.length === 0) return [];
  const names = unseen.map(({ operator }) => {
    const { breaks, needs } = operatorOf(operator);
    return `  ${operator} ${breaks}${needs.length > 0 ? ` (needs ${needs.join(', ')})` : ''}`;
  });
  return ['Never reached: no request of the suite made these faults show', ...names];
}
