import type { AnyOutcome } from '../types/outcome.ts';

/** A page of a list that the server refused. What was yielded before it is complete. */
export class PageFailed extends Error {
  override readonly name = 'PageFailed';
  /** What the call gave: compare `status`, read `error`. */
  readonly outcome: AnyOutcome;

  constructor(operation: string, outcome: AnyOutcome) {
    super(`${operation} answers ${outcome.status} to the request for a page; \`outcome.error\` tells why.`);
    this.outcome = outcome;
  }
}

/** The server leads from page to page without an end. */
export class PagingGoesRound extends Error {
  override readonly name = 'PagingGoesRound';

  constructor(operation: string, what: string) {
    super(
      `${operation} gives ${what} a second time, so its pages have no end. The server does not page as declared.`,
    );
  }
}

/** The next page is said to be somewhere that the credentials of this client are not meant for. */
export class ForeignPage extends Error {
  override readonly name = 'ForeignPage';

  constructor(operation: string, address: string) {
    super(
      `${operation} names ${address} as its next page, which is no address of this API. ` +
        'It is not followed, because the credentials of the call would go there.',
    );
  }
}
