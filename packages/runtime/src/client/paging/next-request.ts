import type { AnyOutcome } from '../types/outcome.ts';
import { askedPart, readPart, withPart } from './exchange-parts.ts';
import type { PagedInit, PagedOperation } from './paged-operation.ts';
import { ForeignPage } from './paging-errors.ts';

/** The request for the page after one, and what tells it from all others. */
export interface Following {
  readonly next: string | number;
  readonly init: PagedInit;
}

interface ReadPage {
  readonly init: PagedInit;
  readonly outcome: AnyOutcome;
  readonly items: readonly unknown[];
  /** Items of this page and of those before it. */
  readonly read: number;
}

/** `undefined`: this was the last page. */
export function nextRequest(operation: PagedOperation, page: ReadPage): Following | undefined {
  const { facts } = operation;
  // Headers of an outcome are those of the answer; its type leaves open which names are declared.
  const part = (name: string | undefined) =>
    readPart(page.outcome as AnyOutcome & { headers: Headers }, name);
  const hasMore = part(facts.hasMore);
  if (hasMore === false || hasMore === 'false') return undefined;
  const next = part(facts.next);
  if (facts.type === 'link') return followLink(operation, page, next);
  if (facts.type === 'cursor') return isPlace(next) ? ask(page, facts.cursor, next) : undefined;
  if (facts.type === 'single') return undefined;
  return countOn(operation, page, { next, total: part(facts.total) });
}

const isPlace = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';

function ask({ init }: ReadPage, part: string | undefined, next: string | number): Following | undefined {
  return part === undefined ? undefined : { next, init: withPart(init, part, next) };
}

/** Pages that are counted, or items that are skipped: until the total is reached, or a page is empty. */
function countOn(
  { facts, init: first }: PagedOperation,
  page: ReadPage,
  { next, total }: { next: unknown; total: unknown },
): Following | undefined {
  const counted = facts.type === 'page' ? facts.page : facts.offset;
  const start = Number(askedPart(first, counted) ?? (facts.type === 'page' ? (facts.firstPage ?? 1) : 0));
  if (facts.next !== undefined) return isPlace(next) ? ask(page, counted, Number(next)) : undefined;
  if (page.items.length === 0) return undefined;
  const here = Number(askedPart(page.init, counted) ?? start);
  // Pages before the first that was asked for are not counted, so a total only ends a list read from its start.
  const isFromStart = start === (facts.type === 'page' ? (facts.firstPage ?? 1) : 0);
  if (isFromStart && total != null && page.read >= Number(total)) return undefined;
  return ask(page, counted, facts.type === 'page' ? here + 1 : here + page.items.length);
}

function followLink(operation: PagedOperation, page: ReadPage, link: unknown): Following | undefined {
  if (typeof link !== 'string' || link === '') return undefined;
  const here = page.outcome.response.url || baseOf(operation, page);
  const address = here === undefined ? undefined : URL.parse(link, here);
  const home = baseOf(operation, page) ?? here;
  if (!address || home === undefined || address.origin !== new URL(home).origin) {
    throw new ForeignPage(operation.name, link);
  }
  const { params, ...init } = page.init;
  // The address has all of the path and the query in it already.
  const literal = { pathSerializer: () => address.href, querySerializer: () => '' };
  return {
    next: address.href,
    init: { ...init, params: { ...params, query: {}, path: {} }, ...literal } as PagedInit, // options of any call
  };
}

function baseOf({ baseUrl }: PagedOperation, { init }: ReadPage): string | undefined {
  const { location } = globalThis as { location?: { href: string } }; // of browsers and workers
  return URL.parse(init.baseUrl ?? baseUrl, location?.href)?.href;
}
