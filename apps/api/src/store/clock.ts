import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * The database's clock, which all servers share. Within a transaction it stands still.
 */
export async function readClock(db: Kysely<Tables>): Promise<Date> {
  const { now } = await db.selectNoFrom(sql<Date>`now()`.as('now')).executeTakeFirstOrThrow();
  return now;
}
