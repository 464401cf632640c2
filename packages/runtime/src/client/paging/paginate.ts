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
  const places = new Set<unknown>();
  let before: string | undefined;
  let place: PagePlace | undefined;
  do {
    const page = await readPage(operation, place);
    place = page.following;
    if (place) {
      const items = textOf(page.items);
      const isSame = items === before && page.items.length > 0;
      if (isSame || places.has(place.next)) throw new PagingGoesRound(operation.name, place.next);
      places.add(place.next);
      before = items;
    }
    yield page;
  } while (place);
}

const textOf = (items: readonly unknown[]): string =>
  JSON.stringify(items, (_, value) => (typeof value === 'bigint' ? String(value) : value));

async function readPage(operation: PagedOperation, place: PagePlace | undefined): Promise<Page<unknown>> {
  const { init, facts } = operation;
  init.signal?.throwIfAborted();
  const outcome = await operation.call(place ? requestAt(operation, place.next) : init);
  if (outcome.status === 0) throw outcome.error;
  if (!outcome.response.ok) throw new PageFailed(operation.name, outcome);
  const listed = readPart(outcome, facts.items);
  const items: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const read = (place?.read ?? 0) + items.length;
  const count = Number(readPart(outcome, facts.total) ?? Number.NaN);
  const total = Number.isFinite(count) ? count : undefined;
  const next = nextPlace(operation, { outcome, items, read, total, here: place?.next });
  return {
    items,
    total,
    following: next === undefined ? undefined : { next, read },
    response: outcome.response,
  };
}
