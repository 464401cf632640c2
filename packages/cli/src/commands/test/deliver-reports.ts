import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatReport, type Report, type ReportFormat, type ReportOptions } from '@plumbline/contract-tests';
import { shownPath } from '../../display.ts';
import { explainSystemError, writeOneFile } from '../../output-file.ts';
import { hasColor, printResult, say } from '../../terminal.ts';

export interface WantedReport {
  readonly format: ReportFormat;
  /** Where it goes; absent: standard output. */
  readonly file?: string;
}

/** Writes and prints the reports of a run. */
export async function deliverReports(
  report: Report,
  wanted: readonly WantedReport[],
  options: ReportOptions,
): Promise<void> {
  for (const { format, file } of wanted) {
    if (file === undefined) {
      printResult(formatReport(report, format, { ...options, color: hasColor(process.stdout) }));
    } else {
      await makeFolder(file);
      await writeOneFile(file, formatReport(report, format, options));
      say(`${shownPath(file)}: ${countsText(report)}`);
    }
  }
}

/** Reports often go to a folder that a fresh checkout does not have. */
async function makeFolder(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true }).catch(explainSystemError);
}

function countsText({ counts: { proved, violated, unproven, waived } }: Report): string {
  return `${proved} proved, ${violated} violated, ${waived > 0 ? `${waived} waived, ` : ''}${unproven} not proved`;
}
