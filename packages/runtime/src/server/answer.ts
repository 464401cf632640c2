/** What a handler hands back; the frame turns it into a response. */
export interface Answer<Status extends number = number, Body = unknown> {
  readonly status: Status;
  /**
   * A value for JSON media types, a string for other text, bytes or a stream for everything else.
   * Left out where the answer has no content (204).
   */
  readonly body?: Body;
  /** Names in any case. `undefined` leaves a header out; a list sends it several times. */
  readonly headers?: AnswerHeaders;
  /**
   * The media type of `body`. By default the first declared one that the client accepts.
   */
  readonly contentType?: string;
  /** Where in a list this page is. Required on the success of a paginated operation. */
  readonly page?: PageInfo;
}

export type HeaderValue = string | number | boolean | readonly (string | number | boolean)[] | undefined;
export type AnswerHeaders = Readonly<Record<string, HeaderValue>>;

/** Where a page stands in its list. The frame writes it into the headers that the description names. */
export interface PageInfo {
  /** The cursor (or the URL, for lists paged by link) of the next page; `null` on the last one. */
  readonly next: string | null;
  readonly hasMore: boolean;
  /** The number of all items, when known. */
  readonly total?: number;
}

/**
 * An answer as it goes over the wire, without what belongs to one exchange only (rate limit,
 * request id). This is what an idempotency store keeps and gives back.
 */
export interface RenderedAnswer {
  readonly status: number;
  readonly headers: RenderedHeaders;
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;
}

/** Names in lower case. Only `set-cookie` is a list. */
export type RenderedHeaders = Readonly<Record<string, string | readonly string[]>>;
