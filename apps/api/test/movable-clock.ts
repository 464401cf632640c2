import { sql } from 'kysely';
import type { Database } from '../src/store/database.ts';

/**
 * Sets the time of an embedded database ahead, and so that of keys and limits: a `now()` of its own stands before
 * PostgreSQL's in the search path. Columns that were given a default keep the real time.
 */
export async function createMovableClock({
  kysely,
}: Database): Promise<{ advance(ms: number): Promise<void> }> {
  const statements = [
    'create schema moved',
    "create table moved.ahead as select interval '0' as by",
    'create function moved.now() returns timestamptz language sql stable as $$ select pg_catalog.now() + by from moved.ahead $$',
    'create function moved.clock_timestamp() returns timestamptz language sql volatile as $$ select pg_catalog.clock_timestamp() + by from moved.ahead $$',
    'grant usage on schema moved to public',
    'grant select on moved.ahead to public',
    'set search_path = moved, pg_catalog, public',
  ];
  for (const statement of statements) await sql.raw(statement).execute(kysely);
  return {
    async advance(ms) {
      await sql`update moved.ahead set by = by + ${Math.ceil(ms)} * interval '1 millisecond'`.execute(kysely);
    },
  };
}
