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
  /** Where this page began; `undefined`: where the call says. */
  readonly here: Next | undefined;
}

/** Where the page after one begins; `undefined`: this was the last page. */
export function nextPlace(operation: PagedOperation, page: ReadPage): Next | undefined {
  const { facts } = operation;
  const hasMore = readPart(page.outcome, facts.hasMore);
  if (hasMore === false || hasMore === 'false') return undefined;
  const next = readPart(page.outcome, facts.next);
  if (facts.type === 'single') return undefined;
  if (facts.type === 'link')
    return typeof next === 'string' && next !== '' ? addressOf(operation, next, page) : undefined;
  // A place can be stored as JSON, which knows no bigint.
  if (typeof next === 'bigint') return String(next);
  if (facts.next !== undefined || facts.type === 'cursor') return isPlace(next) ? next : undefined;
  return countOn(operation, page);
}

/** The request for the page that begins there. */
export function requestAt(operation: PagedOperation, next: Next): PagedInit {
  const { facts, init } = operation;
  if (facts.type === 'link') return requestTo(init, addressOf(operation, String(next)));
  const part = facts.type === 'cursor' ? facts.cursor : counted(operation);
  return part === undefined ? init : withPart(init, part, next);
}

const isPlace = (value: unknown): value is Next =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';

const counted = ({ facts }: PagedOperation): string | undefined =>
  facts.type === 'page' ? facts.page : facts.offset;

/** Pages that are counted, or items that are skipped: until the total is reached, or a page is empty. */
function countOn(operation: PagedOperation, { outcome, items, read, here }: ReadPage): number | undefined {
  const { facts, init } = operation;
  if (items.length === 0) return undefined;
  const first = facts.type === 'page' ? (facts.firstPage ?? 1) : 0;
  const start = Number(askedPart(init, counted(operation)) ?? first);
  const total = readPart(outcome, facts.total);
  // Pages before the first that was asked for are not counted, so a total only ends a list read from its start.
  if (start === first && total != null && read >= Number(total)) return undefined;
  return Number(here ?? start) + (facts.type === 'page' ? 1 : items.length);
}

/** @throws {ForeignPage} for an address that the credentials of the call are not meant for */
function addressOf({ name, init, baseUrl }: PagedOperation, link: string, page?: ReadPage): string {
  const { location } = globalThis as { location?: { href: string } }; // of browsers and workers
  const base = parseUrl(init.baseUrl ?? baseUrl, location?.href)?.href;
  const here = page?.outcome.response.url || base;
  const address = here === undefined ? parseUrl(link) : parseUrl(link, here);
  const home = parseUrl(base ?? here ?? '');
  if (!address || !home || address.origin !== home.origin) throw new ForeignPage(name, link);
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
