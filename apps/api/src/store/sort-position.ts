import { type RawBuilder, sql } from 'kysely';
import type { ListPosition } from '../domain/cursor.ts';

/** A row's place in a list, newest first: select it as `position`. Microseconds are kept. */
export function positionOf(table: string): RawBuilder<string> {
  const createdAt = sql.ref(`${table}.created_at`);
  return sql<string>`to_char(${createdAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The rows behind a place, newest first. */
export function isBehind(table: string, position: ListPosition): RawBuilder<boolean> {
  const row = sql`(${sql.ref(`${table}.created_at`)}, ${sql.ref(`${table}.id`)})`;
  return sql<boolean>`${row} < (${position.createdAt}::timestamptz, ${position.id}::uuid)`;
}
