import type { AnyOutcome } from '../types/outcome.ts';

/** A page of a list that the server refused. What was yielded before it is complete. */
export class PageFailed extends Error {
  override readonly name = 'PageFailed';
  /** What the call gave: compare `status`, read `error`. */
  readonly outcome: AnyOutcome;

  constructor(operation: string, outcome: AnyOutcome) {
    super(`${operation} answers ${outcome.status} for a page; see \`outcome.error\``);
    this.outcome = outcome;
  }
}

/** The server leads from page to page without an end. */
export class PagingGoesRound extends Error {
  override readonly name = 'PagingGoesRound';

  /** @param next where the page after the one in question is said to begin */
  constructor(operation: string, next: string | number) {
    super(`${operation} gives the page before ${next} twice, so its pages have no end`);
  }
}

/** The next page is said to be somewhere that the credentials of this client are not meant for. */
export class ForeignPage extends Error {
  override readonly name = 'ForeignPage';

  constructor(operation: string, address: string | number) {
    super(`${operation} continues at ${address}, where the credentials of the call must not go`);
  }
}
