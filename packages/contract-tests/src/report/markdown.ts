import { outcomeOf } from '../coverage/outcome.ts';
import type { ObligationResult } from '../obligation-result.ts';
import { reasons } from '../verdict.ts';
import { classMatrix } from './class-matrix.ts';
import { type Report, violations, warnings } from './report.ts';
import type { ReportOptions } from './report-options.ts';
import { countReasons, describeSetUp, findUnlocks } from './set-up.ts';
import { placeText, showPlace } from './shown-place.ts';
import { visibleBlock, visibleLine } from './visible-text.ts';

/** A summary takes a megabyte at most; more breaches are no summary. */
const shownBreaches = 50;

/** For the summary of a CI job: the same as the text, as GitHub's Markdown. */
export function toMarkdown(report: Report, options: ReportOptions): string {
  const { title, version, baseUrl, requests, seed, run } = report;
  const breaches = [...violations(report), ...warnings(report)];
  const rest = breaches.length - shownBreaches;
  const blocks = [
    `## ${report.ok ? '✅ kept' : '❌ broken'}: ${plain(`${title} ${version}`)}`,
    `${code(baseUrl)}, ${requests} requests, seed ${seed}, run ${code(run)}`,
    ...breaches.slice(0, shownBreaches).map((result) => breach(result, options)),
    ...(rest > 0 ? [`${rest} more breaches are in the other reports.`] : []),
    ...waived(report.results),
    table(classMatrix(report.results)),
    ...notProved(report.results, options),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function breach(result: ObligationResult, options: ReportOptions): string {
  const { verdict, id, operation, claim, place } = result;
  if (verdict.outcome !== 'violated') return '';
  const mark = outcomeOf(result) === 'violated' ? '❌' : '⚠️';
  return [
    `<details><summary>${mark} <b>${html(operation)}</b> ${html(claim)}</summary>`,
    '',
    `- obligation ${code(id)}, promised at ${code(placeText(showPlace(place, options)))}`,
    `- expected ${plain(verdict.expected)}`,
    `- received ${plain(verdict.received)}`,
    '',
    block('sh', verdict.exchange.curl),
    '',
    block('', answerText(verdict.exchange)),
    '',
    '</details>',
  ].join('\n');
}

function answerText({
  response,
  failure,
}: {
  response?: { status: number; body: string };
  failure?: string;
}) {
  return response ? `${response.status}\n${response.body}` : `no answer: ${failure ?? ''}`;
}

function waived(results: readonly ObligationResult[]): readonly string[] {
  const lines = results.flatMap((result) =>
    result.waiver && outcomeOf(result) === 'waived'
      ? [
          `- ${code(result.id)}: ${plain(`${result.waiver.why} (${result.waiver.owner}, until ${result.waiver.until})`)}`,
        ]
      : [],
  );
  return lines.length === 0 ? [] : ['**Violated, and waived for now**', lines.join('\n')];
}

function notProved(results: readonly ObligationResult[], { model }: ReportOptions): readonly string[] {
  const counts = countReasons(results);
  if (counts.length === 0) return [];
  const rows = counts.map(({ reason, count }) => [`${reason}: ${reasons[reason]}`, String(count)]);
  const unlocks = findUnlocks(results, model).map(
    (unlock) =>
      `- ${plain(unlock.what)}: up to +${unlock.obligations} obligations. ${code(describeSetUp(unlock))}`,
  );
  return [
    table([['not proved, and why', 'obligations'], ...rows]),
    ...(unlocks.length === 0 ? [] : ['**One line of set-up could unlock**', unlocks.join('\n')]),
  ];
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |`;
  const rule = `|${head.map((_, column) => (column === 0 ? '---' : '--:')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Text in which nothing is markup: punctuation of Markdown escaped (GFM, section 2.4), no mention, no link. */
const plain = (text: string): string =>
  visibleLine(text)
    .replace(/[\\`*_{}[\]()#+!|~>-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/@|:\/\/|www\./g, (match) => `${match[0]}<!-- -->${match.slice(1)}`);

const html = (text: string): string =>
  visibleLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Longer than any run of backticks inside. */
const fence = (text: string, least: number): string =>
  '`'.repeat(Math.max(least, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));

function code(text: string): string {
  const shown = visibleLine(text);
  return `${fence(shown, 1)} ${shown} ${fence(shown, 1)}`;
}

function block(language: string, text: string): string {
  const shown = visibleBlock(text);
  return `${fence(shown, 3)}${language}\n${shown}\n${fence(shown, 3)}`;
}
