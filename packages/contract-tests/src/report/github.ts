import { outcomeOf } from '../coverage/outcome.ts';
import type { ObligationResult } from '../obligation-result.ts';
import { type Report, violations, warnings } from './report.ts';
import type { ReportOptions } from './report-options.ts';
import { showPlace } from './shown-place.ts';
import { visibleBlock } from './visible-text.ts';

/** Workflow commands of GitHub Actions, one a line: what fails the run first, since few are shown of each step. */
export function toGithub(report: Report, options: ReportOptions): string {
  return [...violations(report), ...warnings(report)]
    .map((result) => `${toCommand(result, options)}\n`)
    .join('');
}

function toCommand(result: ObligationResult, options: ReportOptions): string {
  const { verdict, operation, claim, place, id } = result;
  const { file, line, column } = showPlace(place, options);
  const properties = [
    `file=${escapeProperty(file)}`,
    ...(line === undefined ? [] : [`line=${line}`]),
    ...(column === undefined ? [] : [`col=${column}`]),
    `title=${escapeProperty(id)}`,
  ];
  const finding =
    verdict.outcome === 'violated'
      ? `\nexpected ${verdict.expected}\nreceived ${verdict.received}\nagain: ${verdict.exchange.curl}`
      : '';
  const command = outcomeOf(result) === 'violated' ? 'error' : 'warning';
  return `::${command} ${properties.join(',')}::${escapeData(`${operation}: ${claim}${finding}`)}`;
}

/** As the runner's own toolkit escapes; other controls cannot end a command but could colour the log. */
const escapeData = (text: string): string =>
  visibleBlock(text.toWellFormed().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
