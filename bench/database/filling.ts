import type { Database } from '@checkview/api';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

/** A way to a database on which a statement may take its time. */
export type Filling = Pick<Database, 'kysely'>;

/** The API's own connections give a statement up after seconds; a million rows take longer. */
export function openFilling(url: string): Filling & { close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const kysely: Filling['kysely'] = new Kysely({ dialect: new PostgresDialect({ pool }) });
  return { kysely, close: () => kysely.destroy() };
}
