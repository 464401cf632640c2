import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * How many rows a list may have for its total to be told. Counting reads every row, for every page, so
 * that ten readers of a list of a million would hold up everyone else.
 */
export const countedRows = 10_000;

/**
 * How many rows a list has on all of its pages.
 * @param rows the list without order and without limit; nothing may be selected yet
 * @returns undefined for more than `countedRows`, which are not counted to their end
 */
export async function listTotal<Shape, Names extends keyof Shape>(
  db: Kysely<Tables>,
  rows: SelectQueryBuilder<Shape, Names, object>,
): Promise<number | undefined> {
  const counted = rows.select(sql<number>`1`.as('one')).limit(countedRows + 1);
  const { count } = await db
    .selectFrom(counted.as('counted'))
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return count > countedRows ? undefined : count;
}
