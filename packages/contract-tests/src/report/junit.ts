import { outcomeOf } from '../coverage/outcome.ts';
import type { ObligationResult } from '../obligation-result.ts';
import { reasons } from '../verdict.ts';
import { describeViolation } from './describe-violation.ts';
import type { Report } from './report.ts';
import type { ReportOptions } from './report-options.ts';

/** A suite for each operation, a case for each obligation; unproven ones are skipped, warnings pass with output. */
export function toJunit(report: Report, options: ReportOptions): string {
  const suites = Map.groupBy(report.results, ({ operation }) => operation);
  const failures = report.results.filter(isFailure).length;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${attribute(report.title)}" tests="${report.results.length}" failures="${failures}" errors="0" skipped="${report.counts.unproven}">`,
    ...[...suites].flatMap(([operation, results]) => toSuite({ report, options }, operation, results)),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

const isFailure = (result: ObligationResult): boolean => outcomeOf(result) === 'violated';

interface Context {
  readonly report: Report;
  readonly options: ReportOptions;
}

function toSuite(
  context: Context,
  operation: string,
  results: readonly ObligationResult[],
): readonly string[] {
  const failures = results.filter(isFailure).length;
  const skipped = results.filter(({ verdict }) => verdict.outcome === 'unproven').length;
  return [
    `  <testsuite name="${attribute(operation)}" tests="${results.length}" failures="${failures}" errors="0" skipped="${skipped}">`,
    ...results.map((result) => toCase(context, result)),
    '  </testsuite>',
  ];
}

function toCase({ report, options }: Context, result: ObligationResult): string {
  const { id, operation, claim, verdict } = result;
  const open = `    <testcase classname="${attribute(operation)}" name="${attribute(`${id}: ${claim}`)}"`;
  if (verdict.outcome === 'proved') return `${open}/>`;
  if (verdict.outcome === 'unproven') {
    const detail = verdict.detail === undefined ? '' : ` (${verdict.detail})`;
    return `${open}><skipped message="${attribute(`${verdict.reason}: ${reasons[verdict.reason]}${detail}`)}"/></testcase>`;
  }
  const text = content(describeViolation(result, verdict, { seed: report.seed, run: report.run, options }));
  if (!isFailure(result)) return `${open}><system-out>${text}</system-out></testcase>`;
  return `${open}><failure message="${attribute(`expected ${verdict.expected}, received ${verdict.received}`)}">${text}</failure></testcase>`;
}

/** Characters that XML 1.0 does not allow (section 2.2) are shown as their code. */
const allowed = (text: string): string =>
  text.toWellFormed().replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const content = (text: string): string =>
  allowed(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const attribute = (text: string): string =>
  content(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');
