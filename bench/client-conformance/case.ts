import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a case wants of a client. A client that lacks an option leaves it out. */
export interface Wish {
  readonly baseUrl: string;
  /** How often a request is sent at most. @default 3 */
  readonly attempts?: number;
  /** How long one attempt may take until it is answered, in milliseconds. */
  readonly timeoutMs?: number;
  /** How long after the first attempt another one may begin, in milliseconds. */
  readonly budgetMs?: number;
  /** Where the bearer token comes from. `renew` is called after a 401. */
  readonly token?: TokenWish;
  /** Other credentials. */
  readonly credential?:
    | { readonly kind: 'basic'; readonly username: string; readonly password: string }
    | {
        readonly kind: 'apiKey';
        readonly in: 'query' | 'header' | 'cookie';
        readonly name: string;
        readonly key: string;
      }
    | {
        readonly kind: 'clientCredentials';
        readonly tokenUrl: string;
        readonly clientId: string;
        readonly clientSecret: string;
      };
  /** Whether the description declares that POST and PATCH take `Idempotency-Key`. */
  readonly isIdempotencyDeclared?: boolean;
  /** Whether to wait rather than run into 429; the description declares `X-RateLimit-*`, in Unix seconds. */
  readonly pace?: boolean;
  /** Whether a call without an answer resolves. */
  readonly failuresAsValues?: boolean;
  /** The header `X-Signature` of each attempt. */
  readonly sign?: () => string;
  /** What of the list the description declares, for `paginate`. */
  readonly paging?: 'cursor' | 'page' | 'offset' | 'link';
}

export interface TokenWish {
  load(): Promise<{ readonly token: string; readonly expiresInMs?: number }>;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
  /** Makes a stream, each time that it is called. */
  readonly openBody?: () => ReadableStream;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: unknown;
  /** Of a failure that is a value: abort, timeout, network. */
  readonly failure?: string;
}

/** A client as the cases use it. */
export interface Client {
  call(asked: Asked): Promise<Answer>;
  paginate?(asked: Asked): AsyncIterable<unknown>;
}

/** Makes clients of one kind. */
export interface Contestant {
  readonly name: string;
  /** What a web page imports of it: the source of a module. */
  readonly imports: string;
  create(wish: Wish, time: Time): Client;
}

/** The time of a run: the machine's, or one that a test moves. */
export interface Time {
  now(): number;
  /** Lets time pass while a request is held by the server. */
  pass(duration: number): Promise<void>;
  /** Runs something while the client waits for its next attempt; with the machine's time, after `duration`. */
  whileWaiting(duration: number, run: () => void): void;
}

/** One request that the server got. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly at: number;
}

export type Respond = (
  response: ServerResponse,
  about: { readonly request: Received; readonly count: number },
) => unknown;

/** What a case works with. */
export interface Bench {
  readonly time: Time;
  /** Answers the requests that follow; the last one also all further ones. */
  serve(
    ...responses: Respond[]
  ): Promise<{ readonly baseUrl: string; readonly received: readonly Received[] }>;
  client(wish: Wish): Client;
}

export interface Case {
  readonly group: string;
  /** A sentence about what a client does. */
  readonly name: string;
  /** Throws where the client does not. */
  readonly run: (bench: Bench) => Promise<void>;
}
