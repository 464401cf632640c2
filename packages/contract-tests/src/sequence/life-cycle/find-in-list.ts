import type { Run } from '../../run/run.ts';
import { walkPages } from '../pagination/walk-pages.ts';
import { draftAt, type Listing, largestPage } from './sight.ts';

/** Longer lists are not walked to their end. */
const maxPages = 10;

export interface Sought {
  readonly collection: string;
  readonly parents: readonly string[];
  readonly id: string;
  /** The first page, which may hold it. */
  readonly listing: Listing;
}

/** Whether an item is in a list; the pages after the first are walked only when it is not on that. */
export async function findInList(
  run: Run,
  { collection, parents, id, listing }: Sought,
): Promise<'found' | 'missing' | 'unknown'> {
  if (listing.items.has(id)) return 'found';
  if (listing.isWhole) return 'missing';
  const operation = run.map.listOf(collection);
  const draft = operation && (await draftAt(run, operation, parents));
  const pagination = operation?.behaviours.pagination;
  if (!draft || !pagination) return 'unknown';
  const limit = largestPage(run, operation)?.size;
  const { keys, end } = await walkPages({ run, draft, pagination }, { draft, limit, most: maxPages });
  if (keys.includes(id)) return 'found';
  return end.kind === 'last page' ? 'missing' : 'unknown';
}
