import { rename, rm, writeFile } from 'node:fs/promises';
import { type GeneratedFile, OutputRefused, writeFiles } from '@plumbline/codegen';
import { CommandFailure, exitCode } from './exit-code.ts';

/**
 * Makes a folder hold exactly these files, in one step.
 * @throws {CommandFailure} when the folder is not ours to write
 */
export async function writeFolder(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  await writeFiles(folder, files).catch(explainRefusal);
}

/** What codegen or the system says against an output folder, as the end of a command. */
export function explainRefusal(error: unknown): never {
  if (error instanceof OutputRefused)
    throw new CommandFailure(exitCode.unreadable, `${error.message} ${error.help}`);
  if (isSystemError(error))
    throw new CommandFailure(exitCode.unreadable, `The output cannot be written: ${error.message}.`);
  throw error;
}

/** Writes a file in one step, so that no one ever sees half of it. A link is replaced, not followed. */
export async function writeOneFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}.new`;
  try {
    await writeFile(fresh, text, { flag: 'wx' });
    await rename(fresh, file);
  } catch (error) {
    explainRefusal(error);
  } finally {
    await rm(fresh, { force: true });
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
