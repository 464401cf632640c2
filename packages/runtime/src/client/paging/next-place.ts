import type { AnyOutcome } from '../types/outcome.ts';
import { askedPart, readPart, withPart } from './exchange-parts.ts';
import type { PagedInit, PagedOperation } from './paged-operation.ts';
import { ForeignPage } from './paging-errors.ts';

type Next = string | number;

interface ReadPage {
  readonly outcome: AnyOutcome;
  readonly items: readonly unknown[];
  /** Items of this page and of those before it. */
  readonly read: number;
  /** Items of all pages, where the answer tells. */
  readonly total: number | undefined;
  /** Where this page began; `undefined`: where the call says. */
  readonly here: Next | undefined;
}

/** Where the page after one begins; `undefined`: this was the last page. */
export function nextPlace(operation: PagedOperation, page: ReadPage): Next | undefined {
  const { type, hasMore, next } = operation.facts;
  if (type === 'single' || String(readPart(page.outcome, hasMore)) === 'false') return undefined;
  if (next === undefined && (type === 'page' || type === 'offset')) return countOn(operation, page);
  const found = readPart(page.outcome, next);
  // Places are stored as JSON, which knows no bigint.
  const place = typeof found === 'bigint' ? `${found}` : found;
  if (place === '' || (typeof place !== 'string' && typeof place !== 'number')) return undefined;
  return type === 'link' ? addressOf(operation, place, page) : place;
}

/** The request for the page that begins there. */
export function requestAt(operation: PagedOperation, next: Next): PagedInit {
  const { facts, init } = operation;
  if (facts.type === 'link') return requestTo(init, addressOf(operation, next));
  const part = placePart(operation);
  return part === undefined ? init : withPart(init, part, next);
}

/** The part of a call that says where a page begins. */
const placePart = ({ facts }: PagedOperation): string | undefined =>
  // A link has none, and `type` is the name of the part for all others.
  facts[facts.type as 'cursor' | 'page' | 'offset'];

/** Pages that are counted, or items that are skipped: until the total is reached, or a page is empty. */
function countOn(operation: PagedOperation, { items, read, total, here }: ReadPage): number | undefined {
  const { facts, init } = operation;
  if (items.length === 0) return undefined;
  const first = facts.type === 'page' ? (facts.firstPage ?? 1) : 0;
  const start = Number(askedPart(init, placePart(operation)) ?? first);
  // Pages before the first that was asked for are not counted, so a total only ends a list read from its start.
  if (start === first && total !== undefined && read >= total) return undefined;
  return Number(here ?? start) + (facts.type === 'page' ? 1 : items.length);
}

/** @throws {ForeignPage} for an address that the credentials of the call are not meant for */
function addressOf({ name, init, baseUrl }: PagedOperation, link: Next, page?: ReadPage): string {
  const { location } = globalThis as { location?: { href: string } }; // of browsers and workers
  const base = parseUrl(init.baseUrl ?? baseUrl, location?.href)?.href;
  const here = page?.outcome.response.url || base;
  const address = parseUrl(`${link}`, here);
  if (!address || address.origin !== parseUrl(base ?? here ?? '')?.origin) throw new ForeignPage(name, link);
  return address.href;
}

/** The address has all of the path and the query in it already. */
function requestTo({ params, ...init }: PagedInit, address: string): PagedInit {
  const literal = { pathSerializer: () => address, querySerializer: () => '' };
  return { ...init, params: { ...params, query: {}, path: {} }, ...literal } as PagedInit; // options of any call
}

/** `URL.parse`, which Node 20 and browsers before 2024 lack. */
function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
