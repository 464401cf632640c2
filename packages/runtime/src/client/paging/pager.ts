/** Where a page begins: what to ask for, and how many items came before. Plain data, which can be stored. */
export interface PagePlace {
  /** Cursor, number, offset or address of the page; what it is depends on the way of paging. */
  readonly next: string | number;
  readonly read: number;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many items there are on all pages, where the description declares that the answer tells. */
  readonly total: number | undefined;
  /** Where the next page begins; `undefined`: this is the last one. */
  readonly following: PagePlace | undefined;
  readonly response: Response;
}

/** All items of a list, fetched page by page while they are asked for. Each loop begins at the first page. */
export interface Pager<Item> extends AsyncIterable<Item> {
  /** The pages themselves, with their totals. */
  pages(): AsyncIterableIterator<Page<Item>>;
  /** One page: the first, or the one at a place that another page told. */
  page(place?: PagePlace): Promise<Page<Item>>;
}
