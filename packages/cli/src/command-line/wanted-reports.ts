import type { WantedReport } from '../commands/test/deliver-reports.ts';
import type { TestConfig } from '../config/plumbline-config.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { toReports } from './report-flag.ts';

export interface WantedReportFlags {
  readonly report?: readonly WantedReport[];
  readonly output?: string;
}

/**
 * Which reports go where: flags win over the configuration, and text is the default.
 * @throws {CommandFailure} when one file is named for several reports
 */
export function wantedReports(
  { report, output }: WantedReportFlags,
  { reports }: TestConfig = {},
): readonly WantedReport[] {
  const configured = reports?.reduce<readonly WantedReport[]>((before, text) => toReports(text, before), []);
  const wanted = report ?? (output === undefined ? configured : undefined) ?? usualReports();
  if (output === undefined) return wanted;
  const open = wanted.filter(({ file }) => file === undefined);
  if (open.length === 1) return wanted.map((one) => ({ ...one, file: one.file ?? output }));
  throw new CommandFailure(
    exitCode.usage,
    '`--output` is for one report; with several, name the file of each: `--report html=report.html`.',
  );
}

/** GitHub Actions reads annotations from what a step prints, wherever they stand in it. */
function usualReports(): readonly WantedReport[] {
  const text = { format: 'text' } as const;
  return process.env.GITHUB_ACTIONS === 'true' ? [text, { format: 'github' }] : [text];
}
