import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LawResult, LawsDone } from './law-results.ts';
import type { MockName } from './mocks.ts';

/** Runs the laws of a description in a process of its own, which ends when its time is over. */
export async function runApart(mock: MockName, file: string, minutes: number): Promise<LawResult> {
  const script = fileURLToPath(new URL('./run-laws.ts', import.meta.url));
  const settings = {
    maxBuffer: 256 * 1024 * 1024,
    timeout: minutes * 60_000,
    // It lets the mock that it started end first.
    killSignal: 'SIGTERM',
  } as const;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script, mock, file], settings);
    return JSON.parse(stdout) as LawsDone; // written by run-laws.ts
  } catch (error) {
    const isLate = error instanceof Error && 'killed' in error && error.killed === true;
    return isLate
      ? { kind: 'unfinished', seconds: minutes * 60 }
      : { kind: 'failed', reason: String(error).slice(0, 600) };
  }
}
