import type { AnyOutcome } from '../types/outcome.ts';
import { readPart } from './exchange-parts.ts';
import { nextPlace, requestAt } from './next-place.ts';
import type { PagedOperation } from './paged-operation.ts';
import type { Page, PagePlace, Pager } from './pager.ts';
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
    page: (place) => readPage(operation, place),
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
  const checkProgress = createProgressCheck(operation.name);
  let place: PagePlace | undefined;
  do {
    const page = await readPage(operation, place);
    checkProgress(page);
    yield page;
    place = page.following;
  } while (place !== undefined);
}

async function readPage(operation: PagedOperation, place: PagePlace | undefined): Promise<Page<unknown>> {
  const { init, facts } = operation;
  init.signal?.throwIfAborted();
  const outcome = await operation.call(place ? requestAt(operation, place.next) : init);
  const items = itemsOf(operation, outcome);
  const read = (place?.read ?? 0) + items.length;
  const next = nextPlace(operation, { outcome, items, read, here: place?.next });
  const total = Number(readPart(outcome, facts.total) ?? Number.NaN);
  return {
    items,
    total: Number.isFinite(total) ? total : undefined,
    following: next === undefined ? undefined : { next, read },
    response: outcome.response,
  };
}

function itemsOf({ name, facts }: PagedOperation, outcome: AnyOutcome): readonly unknown[] {
  if (outcome.status === 0) throw outcome.error;
  if (!outcome.response.ok) throw new PageFailed(name, outcome);
  const items = readPart(outcome, facts.items);
  return Array.isArray(items) ? items : [];
}

/** Throws when a place in the list, or a whole page, comes a second time. */
function createProgressCheck(operation: string) {
  const places = new Set<unknown>();
  let last: string | undefined;
  return ({ items, following }: Page<unknown>): void => {
    if (following === undefined) return;
    const { next } = following;
    if (places.has(next)) throw new PagingGoesRound(operation, JSON.stringify(next));
    places.add(next);
    const page = JSON.stringify(items, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    if (items.length > 0 && page === last) throw new PagingGoesRound(operation, 'the same page');
    last = page;
  };
}
