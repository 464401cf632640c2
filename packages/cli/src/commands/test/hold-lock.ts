import {
  compareWithLock,
  type LostProof,
  type Obligation,
  parseLock,
  printLock,
  type Report,
  updateLock,
} from '@plumbline/contract-tests';
import { counted, shownPath } from '../../display.ts';
import { writeOneFile } from '../../output-file.ts';
import { say } from '../../terminal.ts';
import { missingFile, readOwnFile } from './read-own-file.ts';

export interface LockOptions {
  readonly file: string;
  /** Writes what is proved now, and fails nothing. */
  readonly update: boolean;
}

/** Reads the lock before the run, so that a missing or broken one costs no waiting. */
export async function openLock({ file, update }: LockOptions) {
  const lock = await readOwnFile(file, parseLock);
  if (!lock && !update) missingFile(file, '--update-lock');
  return lock;
}

type Lock = Awaited<ReturnType<typeof openLock>>;

/** @returns whether everything that the lock holds is proved */
export async function holdLock(
  report: Report,
  { file, update, lock, plan }: LockOptions & { readonly lock: Lock; readonly plan: readonly Obligation[] },
): Promise<boolean> {
  if (update) {
    const updated = updateLock(report, lock, plan);
    await writeOneFile(file, printLock(updated));
    say(`${shownPath(file)}: ${counted(updated.proved.length, 'proved obligation')}`);
    return true;
  }
  const { lost, gained } = compareWithLock(report, lock ?? { proved: [] }, plan);
  say(lost.map(describeLost).join('\n') || `${shownPath(file)}: everything it holds is proved.`);
  if (gained.length > 0) say(`${gained.length} more are proved than it holds: --update-lock adds them.`);
  if (lost.length > 0)
    say(`${shownPath(file)}: ${counted(lost.length, 'obligation')} proved before, and not now.`);
  return lost.length === 0;
}

const describeLost = ({ id, why }: LostProof): string => `no longer proved: ${id}\n  ${why}`;
