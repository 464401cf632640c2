import type { Book } from './book.ts';
import type { Library } from './callers.ts';
import type { Fault } from './faults.ts';

export interface PageQuery {
  readonly cursor: string | null;
  /** Undefined: the caller chose none. */
  readonly limit: number | undefined;
  readonly library: Library;
  readonly matches: (book: Book) => boolean;
}

export interface BookPage {
  readonly books: readonly Book[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Gives lists of books in pages. A cursor names the library and the last book of the page before. */
export class BookPages {
  readonly #has: (fault: Fault) => boolean;
  #calls = 0;

  constructor(has: (fault: Fault) => boolean) {
    this.#has = has;
  }

  /** A text says that the cursor is no cursor of that library. */
  read(
    shelves: Readonly<Record<Library, readonly Book[]>>,
    query: PageQuery,
  ): BookPage | 'invalid' | 'crash' {
    this.#calls += 1;
    const cursor = this.#readCursor(query);
    if (typeof cursor === 'string') return cursor;
    const library = this.#has('cursor-foreign') ? (cursor?.library ?? query.library) : query.library;
    const own = this.#has('foreign-listed') ? Object.values(shelves).flat() : shelves[library];
    const isFiltered = !(this.#has('filter-dropped') && cursor);
    const books = this.#inOrder(
      own.filter((book) => !isFiltered || query.matches(book)),
      query,
    );
    return this.#page(books, { start: this.#start(books, cursor), limit: this.#limit(query), library });
  }

  #limit({ limit }: PageQuery): number {
    return limit ?? (this.#has('default-small') ? 10 : 20);
  }

  #inOrder(books: readonly Book[], { limit = 20 }: PageQuery): readonly Book[] {
    const isTurned =
      (this.#has('order-unstable') && this.#calls % 2 === 0) || (this.#has('order-by-size') && limit < 20);
    return isTurned ? books.toReversed() : books;
  }

  #readCursor({ cursor, library }: PageQuery): Cursor | undefined | 'invalid' | 'crash' {
    if (cursor === null || this.#has('cursor-ignored')) return undefined;
    const [owner, last, place] = Buffer.from(cursor, 'base64url').toString().split(' ');
    const isIssued =
      (owner === 'north' || owner === 'south') && (owner === library || this.#has('cursor-foreign'));
    if (isIssued) return { library: owner, last: last ?? '', place: Number(place) };
    if (this.#has('cursor-any')) return undefined;
    return this.#has('cursor-crashes') ? 'crash' : 'invalid';
  }

  #start(books: readonly Book[], cursor: Cursor | undefined): number {
    if (!cursor) return 0;
    const start = this.#has('cursor-counts') ? cursor.place : placeAfter(books, cursor);
    if (this.#has('page-lost')) return start + 1;
    return this.#has('page-doubled') ? Math.max(0, start - 1) : start;
  }

  #page(
    books: readonly Book[],
    { start, limit, library }: { readonly start: number; readonly limit: number; readonly library: Library },
  ): BookPage {
    const end = start + limit + (this.#has('limit-plus-one') ? 1 : 0);
    const page = this.#has('limit-ignored') ? books : books.slice(start, end);
    const isEarly = this.#has('last-page-lost') && start + 2 * limit >= books.length && start > 0;
    const follows = start + limit < books.length && !isEarly;
    const next = this.#next(books, { library, place: start + limit, follows });
    const total = this.#has('total-of-page')
      ? page.length
      : books.length - (this.#has('total-wrong') ? 1 : 0);
    return {
      books: page,
      headers: {
        'x-has-more': String(this.#saysMore(follows)),
        'x-total-count': String(Math.max(0, total)),
        ...(next === undefined ? {} : { 'x-next-cursor': next }),
      },
    };
  }

  #saysMore(follows: boolean): boolean {
    return this.#has('more-wrong') || this.#has('cursor-endless') || (follows && !this.#has('more-never'));
  }

  #next(books: readonly Book[], { library, place, follows }: Place): string | undefined {
    const isMiddle = follows && place > 3;
    if (this.#has('next-missing') && isMiddle) return undefined;
    const write = (last: number) =>
      Buffer.from(`${library} ${books[last - 1]?.id} ${last}`).toString('base64url');
    if (follows) return write(place);
    if (this.#has('cursor-endless')) return write(Math.max(1, books.length - 1));
    return this.#has('next-on-last') ? write(books.length) : undefined;
  }
}

interface Cursor {
  readonly library: Library;
  /** The id of the last book of the page before. */
  readonly last: string;
  /** How many books stood before the page. */
  readonly place: number;
}

interface Place {
  readonly library: Library;
  readonly place: number;
  readonly follows: boolean;
}

/** Ids grow, so the place is known even when the last book is gone. */
function placeAfter(books: readonly Book[], { last }: Cursor): number {
  const [first, second] = books;
  const isTurned = first !== undefined && second !== undefined && first.id > second.id;
  const place = books.findIndex(({ id }) => (isTurned ? id < last : id > last));
  return place < 0 ? books.length : place;
}
