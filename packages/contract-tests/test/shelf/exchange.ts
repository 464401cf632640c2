import type { Caller } from './callers.ts';

export type Handler = (call: Call) => Answer;

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly text: string;
  readonly id: string;
  readonly caller: Caller | undefined;
  /** What was kept under keys when the request came; undefined: what is kept now. */
  readonly known?: ReadonlyMap<string, Stored>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface Route {
  readonly path: RegExp;
  readonly methods: Readonly<
    Record<string, { readonly scope?: string; readonly role?: string; readonly handler: Handler }>
  >;
  readonly isPublic?: boolean;
}

export class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`status ${answer.status}`);
    this.answer = answer;
  }
}

/** An answer that is kept under a key. */
export interface Stored {
  readonly body: string;
  readonly answer: Answer;
  readonly at: number;
}
