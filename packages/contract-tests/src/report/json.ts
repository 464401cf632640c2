import { coverageOf } from '../coverage/coverage-of.ts';
import type { Report } from './report.ts';
import type { ReportOptions } from './report-options.ts';

/** The report itself; with the model also its coverage, and with `locate` the line of each promise. */
export function toJson(report: Report, { model, locate }: ReportOptions): string {
  const results = locate
    ? report.results.map((result) => ({ ...result, place: locate(result.place) }))
    : report.results;
  const coverage = model ? { coverage: coverageOf(report, model) } : {};
  return `${JSON.stringify({ ...report, ...coverage, results }, null, 2)}\n`;
}
