import type { PageInfo } from '@plumbline/runtime/server';
import type { Cursors, ListPosition } from './domain/cursor.ts';
import { invalidCursor } from './problems.ts';

/** What a client asks of a list. */
export interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One list as it is paged. */
export interface PagedList<Row extends PagedRow> {
  /** Names the list with its organization, its caller where that matters, its filters and its order. */
  readonly name: readonly string[];
  /** At most `limit` rows behind a place. */
  rows(page: { readonly after: ListPosition | null; readonly limit: number }): Promise<readonly Row[]>;
  /** Undefined where the list is too long to be counted. */
  total(): Promise<number | undefined>;
}

export interface PagedRow {
  readonly id: string;
  /** What the list is ordered by, as `positionOf` selects it. */
  readonly position: string;
}

/**
 * Reads one page of a list.
 * @throws 400 `invalid-cursor` for a cursor that was not given out for this list.
 */
export async function readPage<Row extends PagedRow>(
  cursors: Cursors,
  list: PagedList<Row>,
  query: PageQuery,
): Promise<{ readonly rows: readonly Row[]; readonly page: PageInfo }> {
  const after = readCursor(cursors, list.name, query.cursor);
  const [found, total] = await Promise.all([
    // One row more than the page holds tells whether there are more.
    list.rows({ after, limit: query.limit + 1 }),
    list.total(),
  ]);
  const rows = found.slice(0, query.limit);
  const last = rows.at(-1);
  const hasMore = found.length > rows.length;
  const next =
    hasMore && last !== undefined ? cursors.write(list.name, { value: last.position, id: last.id }) : null;
  return { rows, page: { next, hasMore, ...(total !== undefined && { total }) } };
}

function readCursor(
  cursors: Cursors,
  list: readonly string[],
  cursor: string | undefined,
): ListPosition | null {
  if (cursor === undefined) return null;
  const position = cursors.read(list, cursor);
  if (position === null) throw invalidCursor();
  return position;
}
