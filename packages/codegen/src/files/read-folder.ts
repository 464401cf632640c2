import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OutputRefused } from './output-refused.ts';

/**
 * The texts of all files below a folder, by their path with `/`; `undefined` when there is none.
 * @throws {OutputRefused} when the folder, or anything in it, is a symbolic link or no file
 */
export async function readFolder(folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  const found = await lstat(folder).catch(ignoreMissing);
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) throw linkRefused(folder);
  if (!found.isDirectory()) {
    throw new OutputRefused(folder, `${folder} is not a folder.`, 'Choose another folder for the output.');
  }
  const files = new Map<string, string>();
  await readInto(folder, '', files);
  return files;
}

async function readInto(folder: string, prefix: string, files: Map<string, string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await readInto(path, `${prefix}${entry.name}/`, files);
    else if (entry.isFile()) files.set(`${prefix}${entry.name}`, await readFile(path, 'utf8'));
    else throw linkRefused(path);
  }
}

function linkRefused(path: string): OutputRefused {
  return new OutputRefused(
    path,
    `${path} is a symbolic link or a special file, and the output must not leave its folder.`,
    'Remove it, or choose another folder for the output.',
  );
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
