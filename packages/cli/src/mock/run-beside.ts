import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

/** Where a command that runs beside a mock finds it. */
const addressVariable = 'PLUMBLINE_MOCK_URL';

/**
 * Runs a command of the user's shell while a mock serves at `url`, and asks it to end when `stopped` is.
 * @returns its exit code, as shells tell it: for one that a signal ended, 128 and the number of the signal
 */
export async function runBeside(command: string, url: string, stopped: Promise<void>): Promise<number> {
  const env = { ...process.env, [addressVariable]: url };
  const child = spawn(command, { shell: true, stdio: 'inherit', env });
  void stopped.then(() => child.kill());
  // Safe: these are what Node tells of the end of a process, either of them `null`.
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
