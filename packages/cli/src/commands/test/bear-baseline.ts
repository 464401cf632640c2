import {
  applyBaseline,
  type Baseline,
  type BaselineEntry,
  type Obligation,
  parseBaseline,
  printBaseline,
  type Report,
  updateBaseline,
} from '@plumbline/contract-tests';
import { counted, shownPath } from '../../display.ts';
import { writeOneFile } from '../../output-file.ts';
import { say } from '../../terminal.ts';
import { missingFile, readOwnFile } from './read-own-file.ts';

export interface BaselineOptions {
  readonly file: string;
  /** Writes an entry for each violation that has none. */
  readonly update: boolean;
}

/** Reads the baseline before the run, so that a missing or broken one costs no waiting. */
export async function openBaseline({ file, update }: BaselineOptions): Promise<Baseline> {
  const baseline = await readOwnFile(file, parseBaseline);
  return baseline ?? (update ? { entries: [] } : missingFile(file, '--update-baseline'));
}

export interface Borne {
  readonly report: Report;
  /** Whether no entry is past its day. */
  readonly isInOrder: boolean;
}

/** Waives the violations that a baseline knows, and says which entries are past their day or no longer needed. */
export async function bearBaseline(
  report: Report,
  options: BaselineOptions & { readonly baseline: Baseline; readonly plan: readonly Obligation[] },
): Promise<Borne> {
  const { file, plan } = options;
  const context = { today: new Date().toISOString().slice(0, 10), plan };
  const baseline = options.update ? updateBaseline(report, options.baseline, context) : options.baseline;
  if (options.update) {
    await writeOneFile(file, printBaseline(baseline));
    say(`${shownPath(file)}: ${counted(baseline.entries.length, 'known failure')}`);
  }
  const { report: borne, expired, idle } = applyBaseline(report, baseline, context);
  for (const entry of expired) say(describeExpired(entry));
  for (const { id } of idle) say(`${shownPath(file)}: \`${id}\` waives nothing: remove it.`);
  return { report: borne, isInOrder: expired.length === 0 };
}

const describeExpired = ({ id, owner, until, why }: BaselineEntry): string =>
  `the waiver of \`${id}\` ended on ${until} (${owner}: ${why}): mend it, or agree on another day.`;
