import { toGithub } from './github.ts';
import { toHtml } from './html/html.ts';
import { toJson } from './json.ts';
import { toJunit } from './junit.ts';
import { toMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import type { ReportOptions } from './report-options.ts';
import { toSarif } from './sarif.ts';
import { toText } from './text.ts';

const formats = {
  text: toText,
  html: toHtml,
  markdown: toMarkdown,
  json: toJson,
  junit: toJunit,
  sarif: toSarif,
  github: toGithub,
} as const satisfies Readonly<Record<string, (report: Report, options: ReportOptions) => string>>;

export type ReportFormat = keyof typeof formats;

/**
 * A report as text for people, a page to look into, Markdown for the summary of a CI job, JSON for programs, JUnit XML for CI servers, SARIF
 * for code hosts, or annotations of GitHub Actions. Ends with a line break where it is not empty.
 */
export function formatReport(report: Report, format: ReportFormat, options: ReportOptions = {}): string {
  return formats[format](report, options);
}
