/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many items there are on all pages, where the description declares that the answer tells. */
  readonly total: number | undefined;
  /** Whether there is a page after this one. */
  readonly hasMore: boolean;
  /** Cursor, number, offset or address of the next page; what it is depends on the way of paging. */
  readonly next: string | number | undefined;
  readonly response: Response;
}

/** All items of a list, fetched page by page while they are asked for. Each loop begins at the first page. */
export interface Pager<Item> extends AsyncIterable<Item> {
  /** The pages themselves, with their totals. */
  pages(): AsyncIterableIterator<Page<Item>>;
}
