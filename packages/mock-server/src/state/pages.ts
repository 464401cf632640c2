import { toSeed } from '../answer/seed.ts';
import type { JsonObject } from '../json.ts';
import type { Order, Query } from './list-query.ts';
import type { PagingPlan } from './paging-plan.ts';
import { StateRefusal } from './state-refusal.ts';
import type { Item } from './store.ts';

/** An item of a list, and where it stands in its order. */
export interface Shown {
  readonly id: string;
  /** As the list shows it. */
  readonly value: JsonObject;
  readonly position: Position;
}

interface Position {
  /** What the order goes by; null where the item has none. */
  readonly key: string | number | null;
  /** Among the items as they came. */
  readonly place: number;
}

export interface Page {
  readonly shown: readonly Shown[];
  /** Of all pages together. */
  readonly total: number;
  readonly hasMore: boolean;
  /** A cursor for what follows, or the URL; undefined on the last page. */
  readonly next: string | undefined;
}

export interface PageWish {
  readonly query: Query;
  /** Of the request. */
  readonly url: () => URL;
  readonly order: Order | undefined;
  /** What a cursor is good for: the list, its filters, whose it is. */
  readonly scope: string;
}

/** What a URL says of the place when the description names no parameter for it. */
const OWN_CURSOR = '__after';

/**
 * Cuts out what was asked for. Cursors name the last item that was shown, so they outlive what is added and deleted.
 *
 * @param ordered in the order that was asked for, see `inOrder`
 */
export function cutPage(ordered: readonly Shown[], plan: PagingPlan, wish: PageWish): Page {
  if (plan.isSingle) return { shown: ordered, total: ordered.length, hasMore: false, next: undefined };
  const limit = numberIn(wish.query, plan.limit) ?? plan.usualLimit;
  const start = startOf(ordered, plan, wish, limit);
  const shown = ordered.slice(start, start + Math.max(limit, 0));
  const hasMore = start + shown.length < ordered.length && shown.length > 0;
  const last = shown.at(-1);
  const next = hasMore && last ? nextOf(last, plan, wish, { start, limit }) : undefined;
  return { shown, total: ordered.length, hasMore, next };
}

/** Items as they came, put in the order that was asked for. */
export function inOrder(shown: Shown[], order: Order | undefined): readonly Shown[] {
  return order ? shown.sort((one, other) => compare(one.position, other.position, order)) : shown;
}

export const positionOf = (item: Item, value: JsonObject, order: Order | undefined): Position => ({
  key: order?.keyOf(value) ?? null,
  place: item.place,
});

/** What has no key comes last; what has the same key stands as it came. */
function compare(one: Position, other: Position, order: Order | undefined): number {
  if (one.key === other.key) return one.place - other.place;
  if (one.key === null) return 1;
  if (other.key === null) return -1;
  const isBefore =
    typeof one.key === 'number' && typeof other.key === 'number'
      ? one.key < other.key
      : String(one.key) < String(other.key);
  return isBefore === (order?.isDescending ?? false) ? 1 : -1;
}

function startOf(all: readonly Shown[], plan: PagingPlan, wish: PageWish, limit: number): number {
  const { query, order } = wish;
  const offset = numberIn(query, plan.offset);
  if (offset !== undefined) return Math.max(0, offset);
  const page = numberIn(query, plan.page);
  if (page !== undefined) return Math.max(0, (page - plan.firstPage) * limit);
  const sent = plan.cursor === undefined ? ownCursorIn(wish) : query[plan.cursor];
  if (sent === undefined || sent === null || sent === '') return 0;
  const position = readCursor(String(sent), wish.scope) ?? placeOfId(all, String(sent));
  if (position === undefined) {
    if (!plan.refusesCursors) return 0;
    const detail = 'The cursor does not belong to this list. Start again without a cursor.';
    throw new StateRefusal(400, 'invalid-cursor', detail);
  }
  const index = all.findIndex((shown) => compare(shown.position, position, order) > 0);
  return index === -1 ? all.length : index;
}

function ownCursorIn({ url }: PageWish): string | null {
  return url().searchParams.get(OWN_CURSOR);
}

/** Where a cursor is the id of the last item, as `starting_after` is. */
function placeOfId(all: readonly Shown[], sent: string): Position | undefined {
  return all.find(({ id }) => id === sent)?.position;
}

function nextOf(
  last: Shown,
  plan: PagingPlan,
  wish: PageWish,
  { start, limit }: { readonly start: number; readonly limit: number },
): string {
  const cursor = writeCursor(last.position, wish.scope);
  if (!plan.isByUrl) return cursor;
  const url = wish.url();
  if (plan.page !== undefined) {
    const page = numberIn(wish.query, plan.page) ?? plan.firstPage;
    url.searchParams.set(plan.page, String(page + 1));
  } else if (plan.offset !== undefined) url.searchParams.set(plan.offset, String(start + limit));
  else url.searchParams.set(plan.cursor ?? OWN_CURSOR, cursor);
  return url.href;
}

function numberIn(query: Query, name: string | undefined): number | undefined {
  const value = name === undefined ? undefined : query[name];
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.trunc(number) : undefined;
}

/** Opaque, and good for one list only: its first part is made of what it belongs to. */
function writeCursor({ key, place }: Position, scope: string): string {
  const text = JSON.stringify([place, key]);
  return Buffer.from(JSON.stringify([toSeed(`${scope} ${text}`), place, key])).toString('base64url');
}

function readCursor(cursor: string, scope: string): Position | undefined {
  if (cursor.length > MAX_CURSOR) return undefined;
  try {
    const [seal, place, key]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isKey = key === null || typeof key === 'string' || typeof key === 'number';
    if (typeof place !== 'number' || !isKey) return undefined;
    return seal === toSeed(`${scope} ${JSON.stringify([place, key])}`) ? { place, key } : undefined;
  } catch {
    return undefined;
  }
}

const MAX_CURSOR = 4096;
