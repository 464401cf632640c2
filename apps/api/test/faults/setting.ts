import { createTestIdentities, type TestIdentity } from '../../src/seed/test-identities.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { startApi } from '../programs.ts';
import { type Postgres, type PostgresOptions, startPostgres } from './postgres.ts';

/** A PostgreSQL with an organization in it, and API processes on it. */
export interface Setting {
  readonly postgres: Postgres;
  readonly url: string;
  readonly admin: TestIdentity;
  start(environment?: Record<string, string>): ReturnType<typeof startApi>;
  /** Names of the tokens that are in the database, each as often as it is there. */
  tokenNames(): Promise<readonly string[]>;
}

export async function createSetting(options: PostgresOptions = {}): Promise<Setting> {
  const postgres = await startPostgres(options);
  await postgres.query('create database faults');
  const url = postgres.urlOf('faults');
  const admin = await withDatabase(url, async (database) => (await createTestIdentities(database)).admin);
  return {
    postgres,
    url,
    admin,
    start: (environment = {}) =>
      startApi({ DATABASE_URL: url, REQUESTS_PER_MINUTE: '999999', LOG_LEVEL: 'info', ...environment }),
    async tokenNames() {
      const rows = await postgres.query('select name from tokens', 'faults');
      return rows.map(({ name }) => String(name));
    },
  };
}

async function withDatabase<T>(url: string, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ kind: 'postgres', url });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}
