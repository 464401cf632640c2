import type { PaginationFacts } from '../operation-facts.ts';
import type { AnyOutcome } from '../types/outcome.ts';
import { readPart } from './exchange-parts.ts';
import { type Following, nextRequest } from './next-request.ts';
import type { PagedInit, PagedOperation } from './paged-operation.ts';
import type { Page, Pager } from './pager.ts';
import { PageFailed, PagingGoesRound } from './paging-errors.ts';

/**
 * Reads a list page by page, as its description declares: by cursor, number, offset or link. A page is asked for
 * when its first item is. Nothing goes on for ever: a cursor, an address or a page that comes a second time is an
 * error.
 */
export function paginate(operation: PagedOperation): Pager<unknown> {
  const pages = () => readPages(operation);
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { items } of pages()) {
        for (const item of items) {
          operation.init.signal?.throwIfAborted();
          yield item;
        }
      }
    },
  };
}

async function* readPages(operation: PagedOperation): AsyncGenerator<Page<unknown>, undefined> {
  const seen = createSeen(operation.name);
  let read = 0;
  for (let init: PagedInit | undefined = operation.init; init !== undefined; ) {
    operation.init.signal?.throwIfAborted();
    const outcome = await operation.call(init);
    const items = itemsOf(operation, outcome);
    read += items.length;
    const following = nextRequest(operation, { init, outcome, items, read });
    seen(items, following);
    yield toPage(operation.facts, { outcome, items, following });
    init = following?.init;
  }
}

function itemsOf({ name, facts }: PagedOperation, outcome: AnyOutcome): readonly unknown[] {
  if (outcome.status === 0) throw outcome.error;
  if (!outcome.response.ok) throw new PageFailed(name, outcome);
  // Headers of an outcome are those of the answer; its type leaves open which names are declared.
  const items = readPart(outcome as AnyOutcome & { headers: Headers }, facts.items);
  return Array.isArray(items) ? items : [];
}

function toPage(
  facts: PaginationFacts,
  {
    outcome,
    items,
    following,
  }: { outcome: AnyOutcome; items: readonly unknown[]; following: Following | undefined },
): Page<unknown> {
  const total = Number(readPart(outcome as AnyOutcome & { headers: Headers }, facts.total) ?? Number.NaN);
  return {
    items,
    total: Number.isFinite(total) ? total : undefined,
    hasMore: following !== undefined,
    next: following?.next,
    response: outcome.response,
  };
}

/** Throws when a place in the list, or a whole page, comes a second time. */
function createSeen(operation: string) {
  const places = new Set<unknown>();
  let last: string | undefined;
  return (items: readonly unknown[], following: Following | undefined): void => {
    if (following === undefined) return;
    if (places.has(following.next)) throw new PagingGoesRound(operation, JSON.stringify(following.next));
    places.add(following.next);
    const page = JSON.stringify(items, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    if (items.length > 0 && page === last) throw new PagingGoesRound(operation, 'the same page');
    last = page;
  };
}
