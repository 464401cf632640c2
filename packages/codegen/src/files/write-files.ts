import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { GeneratedFile } from '../generated-file.ts';
import { isGenerated } from '../header.ts';
import { OutputRefused } from './output-refused.ts';
import { readFolder } from './read-folder.ts';

/**
 * Makes `folder` hold exactly these files. They are written into a new folder beside it, which then
 * takes its place, so that no one ever sees half of them.
 * @throws {OutputRefused} when the folder is a symbolic link or holds anything that was not generated
 */
export async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  const target = resolve(folder);
  for (const { path } of files) assertOwnPath(path);
  const existing = await readFolder(target);
  refuseForeignFiles(target, existing ?? new Map(), files);
  const suffix = randomBytes(6).toString('hex');
  const fresh = join(dirname(target), `.${basename(target)}-new-${suffix}`);
  try {
    await mkdir(dirname(target), { recursive: true });
    // Fails when it exists: nobody else's folder is ever written into.
    await mkdir(fresh);
    for (const { path, text } of files) {
      const file = join(fresh, ...path.split('/'));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
    }
    await replaceFolder(
      target,
      fresh,
      existing === undefined ? undefined : `.${basename(target)}-old-${suffix}`,
    );
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** @param retired the name for what stands at `target` until the new folder stands there */
async function replaceFolder(target: string, fresh: string, retired: string | undefined): Promise<void> {
  if (retired === undefined) return rename(fresh, target);
  const old = join(dirname(target), retired);
  await rename(target, old);
  try {
    await rename(fresh, target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true });
}

function refuseForeignFiles(
  target: string,
  existing: ReadonlyMap<string, string>,
  files: readonly GeneratedFile[],
): void {
  const written = new Set(files.map(({ path }) => path));
  const foreign = [...existing].filter(([path, text]) => !written.has(path) && !isGenerated(text));
  const [first, ...others] = foreign.map(([path]) => path);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  throw new OutputRefused(
    target,
    `${target} holds ${first}${more}, which plumbline did not write.`,
    'Choose an empty folder for the output: its whole content is replaced.',
  );
}

/** Paths are of our own making; this keeps it so. */
function assertOwnPath(path: string): void {
  const names = path.split('/');
  if (names.some((name) => !/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name))) {
    throw new Error(`A generated file has the path ${JSON.stringify(path)}, which is not of our making.`);
  }
}
