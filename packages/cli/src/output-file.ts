import { rename, rm, writeFile } from 'node:fs/promises';
import { CommandFailure, exitCode } from './exit-code.ts';

/**
 * Writes a file in one step, so that no one ever sees half of it. A link is replaced, not followed.
 * @throws {CommandFailure} when the system does not let it be written
 */
export async function writeOneFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}.new`;
  try {
    await writeFile(fresh, text, { flag: 'wx' });
    await rename(fresh, file);
  } catch (error) {
    explainSystemError(error);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** What the system says against writing, as the end of a command. */
export function explainSystemError(error: unknown): never {
  if (error instanceof Error && 'syscall' in error)
    throw new CommandFailure(exitCode.unreadable, `The output cannot be written: ${error.message}.`);
  throw error;
}
