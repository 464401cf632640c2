import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Budget } from './budget.ts';
import { LoadError } from './load-problem.ts';

/** Reads files inside one folder and nothing else. */
export interface LocalFiles {
  /** The folder, links followed. */
  readonly folder: string;
  readonly budget: Budget;
}

/**
 * The bytes of a regular file inside the folder. The path is decided by its real one, so a link inside the
 * folder that points outside does not count as inside. Synchronous, because the thread has nothing else to do.
 * @throws {LoadError} when the file may not or cannot be read
 */
export function readLocalFile(file: string, { folder, budget }: LocalFiles): Buffer {
  if (!isInside(file, folder)) refuseOutside(file, folder);
  const real = orUnreadable(file, () => realpathSync.native(file));
  if (!isInside(real, folder)) refuseOutside(file, folder);
  budget.takeFile(file);
  // Opening a pipe would wait for its writer; a link put there since `realpath` is not followed.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);
  const descriptor = orUnreadable(file, () => openSync(real, flags));
  try {
    return readRegular(descriptor, file, budget);
  } finally {
    closeSync(descriptor);
  }
}

function readRegular(descriptor: number, file: string, budget: Budget): Buffer {
  const stat = fstatSync(descriptor);
  if (!stat.isFile()) refuseIrregular(file, stat.isDirectory());
  budget.takeBytes(file, stat.size);
  const bytes = Buffer.alloc(stat.size);
  let filled = 0;
  while (filled < bytes.length) {
    const read = orUnreadable(file, () => readSync(descriptor, bytes, filled, bytes.length - filled, filled));
    if (read === 0) break; // the file became shorter
    filled += read;
  }
  return bytes.subarray(0, filled);
}

function orUnreadable<Value>(file: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    return refuseUnreadable(file, error);
  }
}

export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function refuseOutside(file: string, folder: string): never {
  throw new LoadError({
    rule: 'ref-outside-root',
    message: `\`${file}\` is outside the root folder \`${folder}\`.`,
    place: { file, pointer: '' },
  });
}

function refuseIrregular(file: string, isFolder: boolean): never {
  const what = isFolder ? 'is a folder' : 'is a device, pipe or socket';
  throw new LoadError({
    rule: 'file-not-regular',
    message: `\`${file}\` ${what}, not a regular file.`,
    place: { file, pointer: '' },
  });
}

const reasons: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'does not exist'],
  ['EACCES', 'may not be read'],
  ['EPERM', 'may not be read'],
  ['ELOOP', 'is a link that leads to itself'],
  ['ENAMETOOLONG', 'has too long a name'],
]);

function refuseUnreadable(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // A socket cannot be opened at all (ENXIO), so it never gets as far as being seen as irregular.
  if (code === 'ENXIO') refuseIrregular(file, false);
  throw new LoadError({
    rule: 'file-unreadable',
    message: `\`${file}\` ${reasons.get(code) ?? `cannot be read (${String(code ?? error)})`}.`,
    place: { file, pointer: '' },
  });
}
