import type { Book } from './book.ts';
import type { Fault } from './faults.ts';

/** What a faulty library still does with books that were deleted. */
export class Afterlife {
  readonly #has: (fault: Fault) => boolean;
  readonly #deleted: Book[] = [];
  #isFresh = false;

  constructor(has: (fault: Fault) => boolean) {
    this.#has = has;
  }

  bury(book: Book): void {
    this.#deleted.push(book);
    this.#isFresh = true;
  }

  /** The id of a new book, which would be `id`. */
  idFor(id: string): string {
    const given = this.#isFresh && this.#has('id-again') ? (this.#deleted.at(-1)?.id ?? id) : id;
    this.#isFresh = false;
    return given;
  }

  /** A deleted book that can still be changed. */
  ghost(id: string): Book | undefined {
    return this.#has('ghost-written') ? this.#deleted.find((book) => book.id === id) : undefined;
  }
}
