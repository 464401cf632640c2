import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../src/store/database.ts';
import type { Tables } from '../src/store/tables.ts';

/** The address of a new, migrated database on the run's PostgreSQL. */
export async function createPostgresDatabase(): Promise<string> {
  return createDatabase('template');
}

/** The address of a new database without any tables. */
export async function createEmptyDatabase(): Promise<string> {
  return createDatabase('template0');
}

async function createDatabase(template: string): Promise<string> {
  const server = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    // Two copies of a template at once refuse each other.
    await client.query('select pg_advisory_lock(1)');
    await client.query(`create database ${name} template ${template}`);
  } finally {
    await client.end();
  }
  return `${server}/${name}`;
}

export async function openPostgres(connections = 20): Promise<Database> {
  return openDatabase({ kind: 'postgres', url: await createPostgresDatabase(), connections });
}

/** Until a transaction waits for another's lock, so that its request is known to have begun. */
export async function waitForLock(db: Kysely<Tables>): Promise<void> {
  const waiting = sql<{ count: number }>`
    select count(*)::int as count from pg_locks
    where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`;
  for (let asked = 0; asked < 5_000; asked += 1) {
    const { rows } = await waiting.execute(db);
    if ((rows[0]?.count ?? 0) > 0) return;
  }
  throw new Error('No request came to wait for the lock.');
}
