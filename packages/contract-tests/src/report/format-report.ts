import { toJson } from './json.ts';
import { toJunit } from './junit.ts';
import type { Report } from './report.ts';
import type { ReportOptions } from './report-options.ts';
import { toText } from './text.ts';

export type ReportFormat = 'text' | 'junit' | 'json';

/** A report as text for people, JUnit XML for CI servers, or JSON. Ends with a line break. */
export function formatReport(report: Report, format: ReportFormat, options: ReportOptions = {}): string {
  if (format === 'json') return toJson(report);
  return format === 'junit' ? toJunit(report) : toText(report, options);
}
