import { type RawBuilder, sql } from 'kysely';
import type { ListPosition } from '../domain/cursor.ts';

/** The order of a list: one column, and the id where that is equal, both in the same direction. */
export interface ListOrder {
  /** The column with its table, for example `tokens.created_at`. */
  readonly column: string;
  /** Texts are ordered by their code points, the same on every database. */
  readonly type: 'time' | 'text' | 'number' | 'decimal';
  readonly direction: 'asc' | 'desc';
  /** For example `tokens.id`. */
  readonly id: string;
  /** @default 'uuid' */
  readonly idType?: 'uuid' | 'text';
}

/** A part of a list as a query reads it. */
export interface PageRange {
  readonly after: ListPosition | null;
  readonly limit: number;
}

/** Newest first, by the time of creation. */
export function newestFirst(table: string): ListOrder {
  return { column: `${table}.created_at`, type: 'time', direction: 'desc', id: `${table}.id` };
}

/** The value of a row in the order: select it as `position`. Of times the microseconds are kept. */
export function positionOf(order: ListOrder): RawBuilder<string> {
  const column = sql.ref(order.column);
  if (order.type === 'time') {
    return sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  }
  return sql<string>`${column}::text`;
}

/** The rows behind a place; all rows when there is none. */
export function isBehind(order: ListOrder, after: ListPosition | null): RawBuilder<boolean> {
  if (after === null) return sql<boolean>`true`;
  const row = sql`(${sortKey(order)}, ${idKey(order)})`;
  const place = sql`(${sql.val(after.value)}::${sqlTypes[order.type]}, ${sql.val(after.id)}::${idTypeOf(order)})`;
  return order.direction === 'asc' ? sql<boolean>`${row} > ${place}` : sql<boolean>`${row} < ${place}`;
}

/** For `orderBy`. */
export function inOrder(order: ListOrder): RawBuilder<unknown> {
  const direction = order.direction === 'asc' ? sql`asc` : sql`desc`;
  return sql`${sortKey(order)} ${direction}, ${idKey(order)} ${direction}`;
}

const sqlTypes = { time: sql`timestamptz`, text: sql`text`, number: sql`bigint`, decimal: sql`numeric` };

function idTypeOf({ idType }: ListOrder): RawBuilder<unknown> {
  return idType === 'text' ? sql`text` : sql`uuid`;
}

function sortKey({ column, type }: ListOrder): RawBuilder<unknown> {
  return type === 'text' ? sql`${sql.ref(column)} collate "C"` : sql`${sql.ref(column)}`;
}

function idKey({ id, idType }: ListOrder): RawBuilder<unknown> {
  return idType === 'text' ? sql`${sql.ref(id)} collate "C"` : sql`${sql.ref(id)}`;
}
