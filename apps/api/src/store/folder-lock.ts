import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another living process holds the folder of the embedded database. */
export class FolderInUse extends Error {
  readonly folder: string;
  readonly pid: number;

  constructor(folder: string, pid: number) {
    super(
      `The embedded database in ${folder} is in use by process ${pid}. Stop that process, choose another folder with CHECKVIEW_DATA, or set DATABASE_URL to a PostgreSQL that several processes can share.`,
    );
    this.folder = folder;
    this.pid = pid;
  }
}

/**
 * Takes the folder for this process. Two processes on one PGlite folder lose acknowledged commits
 * without an error, so the second one is refused. The lock of a process that died is taken over.
 * @returns a function that gives the folder back.
 * @throws {FolderInUse} when a living process holds it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'checkview.pid');
  const holder = claim(file);
  if (holder !== undefined) takeOver(folder, file);
  return () => rmSync(file, { force: true });
}

/**
 * Puts this process's id into a file that is not there yet. The file appears together with its content,
 * so that nobody reads an empty one and believes its writer dead.
 * @returns who holds the file when it was there.
 */
function claim(file: string): number | undefined {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n`);
  try {
    linkSync(own, file);
    return undefined;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    return readHolder(file);
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Takes the lock of a process that died. Only one process at a time may try: else two could both find
 * the dead one, and the second would take what the first has just taken. A turn whose owner died in it
 * is passed over and cleared.
 */
function takeOver(folder: string, file: string): void {
  const turn = `${file}.turn`;
  const ahead = claim(turn);
  if (ahead !== undefined && isAlive(ahead)) throw new FolderInUse(folder, ahead);
  try {
    const holder = claim(file);
    if (holder === undefined) return;
    if (holder !== process.pid && isAlive(holder)) throw new FolderInUse(folder, holder);
    const own = `${file}.${process.pid}`;
    writeFileSync(own, `${process.pid}\n`);
    renameSync(own, file);
  } finally {
    rmSync(turn, { force: true });
  }
}

/** The process whose id the file holds; `NaN`, which is never alive, when there is none. */
function readHolder(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return Number.NaN;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
