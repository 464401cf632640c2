import { readFile } from 'node:fs/promises';
import { shownPath } from '../../display.ts';
import { CommandFailure, exitCode } from '../../exit-code.ts';

/**
 * Reads a file that this command also writes.
 * @returns undefined when there is none
 * @throws {CommandFailure} when it cannot be read, or is not what it should be
 */
export async function readOwnFile<Value>(
  file: string,
  parse: (text: string) => Value,
): Promise<Value | undefined> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ('code' in error && error.code === 'ENOENT') return undefined;
    if (!('code' in error) && !(error instanceof SyntaxError)) throw error;
    throw new CommandFailure(exitCode.unreadable, `${shownPath(file)} cannot be used: ${error.message}`);
  }
}

/** @throws {CommandFailure} which says how the file is made */
export function missingFile(file: string, flag: string): never {
  throw new CommandFailure(exitCode.unreadable, `There is no ${shownPath(file)}: ${flag} writes it.`);
}
