import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { counted, shownPath } from '../display.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { templates } from '../init/templates.ts';
import { printResult, say } from '../terminal.ts';

/** Writes a first description, a configuration and a workflow into a folder. Overwrites nothing. */
export async function init(folder: string): Promise<number> {
  const taken = [...templates.keys()].filter((path) => existsSync(join(folder, path)));
  if (taken.length > 0) {
    throw new CommandFailure(
      exitCode.unreadable,
      `${counted(taken.length, 'file')} would be overwritten: ${taken.join(', ')}. Nothing was written.`,
    );
  }
  for (const [path, text] of templates) await write(join(folder, path), text);
  printResult([...templates.keys()].map((path) => shownPath(join(folder, path))).join('\n'));
  say('Next: `npx plumbline lint`, then `npx plumbline mock`.');
  return exitCode.done;
}

async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(exitCode.unreadable, `${shownPath(file)} cannot be written: ${reason}.`);
  }
}
