import { mergeReports, parseReport, type Report, UnlikeReports } from '@plumbline/contract-tests';
import { type DescriptionOptions, readModel } from '../description.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { deliverReports, type WantedReport } from './test/deliver-reports.ts';
import { readOwnFile } from './test/read-own-file.ts';

export interface MergeReportsOptions extends DescriptionOptions {
  /** Adds the coverage of JSON, and the tags and paths of the page. */
  readonly description?: string;
  readonly reports: readonly WantedReport[];
}

/** Makes one report of several that were written as JSON. */
export async function mergeReportFiles(
  files: readonly string[],
  { description: file, reports, ...reading }: MergeReportsOptions,
): Promise<number> {
  const merged = merge(await Promise.all(files.map(readReport)));
  const read = file === undefined ? undefined : await readModel(file, reading);
  await deliverReports(merged, reports, {
    cwd: process.cwd(),
    ...(read ? { model: read.model, locate: (place) => read.description.locate(place) } : {}),
  });
  return merged.ok ? exitCode.done : exitCode.findings;
}

async function readReport(file: string): Promise<Report> {
  const report = await readOwnFile(file, parseReport);
  if (report) return report;
  throw new CommandFailure(
    exitCode.unreadable,
    `There is no ${file}: \`plumbline test --report json=${file}\` writes it.`,
  );
}

function merge([first, ...others]: readonly Report[]): Report {
  if (!first) throw new CommandFailure(exitCode.usage, 'Name the reports to merge.');
  try {
    return mergeReports(first, ...others);
  } catch (error) {
    if (!(error instanceof UnlikeReports)) throw error;
    throw new CommandFailure(exitCode.usage, `The reports cannot be merged: ${error.message}.`);
  }
}
