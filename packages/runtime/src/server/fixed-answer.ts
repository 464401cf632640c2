import type { Answer, AnswerHeaders } from './answer.ts';

/**
 * An answer that is the same each time: an example, a document, a list that never changes. The frame writes it and
 * checks it against the description at its first use only. Make it once and answer with the same one again and again;
 * neither its body nor its headers may change afterwards.
 *
 *     const health = new FixedAnswer({ status: 200, body: { ok: true }, contentType: 'application/json' });
 *     const handlers = { getHealth: () => health };
 */
export class FixedAnswer<Status extends number = number, Body = unknown> implements Answer<Status, Body> {
  readonly status: Status;
  readonly body?: Body;
  readonly headers: AnswerHeaders;
  readonly contentType?: string;

  constructor({ status, body, headers = {}, contentType }: FixedAnswerInit<Status, Body>) {
    this.status = status;
    this.headers = headers;
    if (body !== undefined) this.body = body;
    if (contentType !== undefined) this.contentType = contentType;
  }
}

export type FixedAnswerInit<Status extends number = number, Body = unknown> = {
  readonly status: Status;
  readonly headers?: AnswerHeaders;
} & (
  | {
      /** A value for JSON media types, a text or bytes for others. No stream: that can be read once only. */
      readonly body: Body;
      /** Named, so that it does not depend on what a client accepts. */
      readonly contentType: string;
    }
  | { readonly body?: undefined; readonly contentType?: undefined }
);
