import { type GeneratedFile, OutputRefused, writeFiles } from '@plumbline/codegen';
import { CommandFailure, exitCode } from './exit-code.ts';
import { explainSystemError } from './output-file.ts';

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
  explainSystemError(error);
}
