import type { ReportFormat } from '@plumbline/contract-tests';
import { nearestName } from '@plumbline/openapi/nearest-name';
import { InvalidArgumentError } from 'commander';
import type { WantedReport } from '../commands/test/deliver-reports.ts';

/** Named here, so that help starts nothing heavy. */
const formats: Readonly<Record<ReportFormat, true>> = {
  text: true,
  html: true,
  markdown: true,
  json: true,
  junit: true,
  sarif: true,
  github: true,
};

export const formatNames: readonly string[] = Object.keys(formats);

const isFormat = (name: string): name is ReportFormat => Object.hasOwn(formats, name);

/** `junit`, or `junit=report.xml`; added to those of earlier flags. */
export function toReports(text: string, before: readonly WantedReport[] = []): readonly WantedReport[] {
  const at = text.indexOf('=');
  const [format, file] = at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  if (!isFormat(format)) {
    const guess = nearestName(format, formatNames);
    const hint = guess === undefined ? `Formats are ${formatNames.join(', ')}.` : `Did you mean ${guess}?`;
    throw new InvalidArgumentError(hint);
  }
  if (file === '') throw new InvalidArgumentError(`It takes a file after \`${format}=\`.`);
  return [...before, { format, ...(file === undefined ? {} : { file }) }];
}
