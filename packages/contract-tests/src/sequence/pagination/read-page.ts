import type { ExchangePart, Pagination } from '@plumbline/openapi';
import { partText } from '../../check/part-text.ts';
import { itemsOf } from '../../resources/item-id.ts';
import type { Answer, Exchange } from '../../run/exchange-record.ts';
import { atPointer } from '../../values/json.ts';
import { linkTarget } from './link-header.ts';

/** One page of a list, as the description tells to read it. */
export interface Page {
  readonly exchange: Exchange;
  readonly items: readonly unknown[];
  /** What identifies each item. */
  readonly keys: readonly string[];
  /** The cursor or address of the next page. */
  readonly next: string | undefined;
  readonly hasMore: boolean | undefined;
  readonly total: number | undefined;
}

/** A text tells why the answer cannot be read as a page. */
export function readPage(pagination: Pagination, exchange: Exchange): Page | string {
  const { answer } = exchange;
  const items = answer && itemsOf(exchange.draft.operation, answer);
  if (!answer || !items) return 'the answer holds no list';
  const keys = items.map((item) => atPointer(item, pagination.itemKey));
  if (!keys.every(isKey)) return `items have no \`${pagination.itemKey}\``;
  const more = partText(pagination.hasMore, answer);
  const total = partText(pagination.total, answer);
  return {
    exchange,
    items,
    keys: keys.map(String),
    next: nextText(pagination.next, answer) || undefined, // an empty text names no page
    hasMore: more === undefined ? undefined : more.toLowerCase() === 'true',
    total: total !== undefined && /^\d+$/.test(total) ? Number(total) : undefined,
  };
}

const isKey = (key: unknown): key is string | number => typeof key === 'string' || typeof key === 'number';

/** In a `Link` header the next page is one link of several (RFC 8288, section 3). */
function nextText(part: ExchangePart | undefined, answer: Answer): string | undefined {
  const text = partText(part, answer);
  const isLinkHeader = part?.in === 'header' && part.name.toLowerCase() === 'link';
  return text !== undefined && isLinkHeader ? linkTarget(text, 'next') : text;
}

/**
 * Whether no page follows, as a client understands the answer; undefined where it does not tell. Behind a page without
 * items, counting on leads nowhere, whatever the page says.
 */
export function isLastPage(pagination: Pagination, { hasMore, next, items }: Page): boolean | undefined {
  if (pagination.type === 'single') return true;
  const followsNext = pagination.type === 'cursor' || pagination.type === 'link';
  if (followsNext) return next === undefined || hasMore === false;
  if (items.length === 0) return true;
  return hasMore === undefined ? undefined : !hasMore;
}
