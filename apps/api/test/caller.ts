import { randomUUID } from 'node:crypto';

/** What came back, read. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body as it came; undefined without one. */
  readonly body: Json;
}

/** Bodies are looked into by assertions only, which fail on what is not there. */
// biome-ignore lint/suspicious/noExplicitAny: a reply's body has the shape that the test expects of it.
export type Json = any;

export interface CallOptions {
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Call = (method: string, path: string, options?: CallOptions) => Promise<Reply>;

type Fetch = (request: Request) => Promise<Response>;

/** Calls paths under `/api/v1` with a token. */
export function callerOf(fetch: Fetch, token: string, baseUrl = 'http://127.0.0.1'): Call {
  return async (method, path, options = {}) => {
    const headers = new Headers({ authorization: `Bearer ${token}`, ...options.headers });
    if (options.key !== undefined) headers.set('idempotency-key', options.key);
    if (options.body !== undefined) headers.set('content-type', 'application/json');
    const body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
    return read(
      await fetch(new Request(`${baseUrl}/api/v1${path}`, { method, headers, body: body ?? null })),
    );
  };
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** The last part of a problem's type. */
export function slugOf(reply: Reply): string {
  return String(reply.body?.type).replace('https://api.checkview.io/errors/', '');
}

export function newKey(): string {
  return randomUUID();
}

export function remainingOf(reply: Reply | undefined): number {
  return Number(reply?.headers.get('x-ratelimit-remaining'));
}

/** Calls again when a new minute of the rate limit began between the first and the last reply. */
export async function inOneWindow(calls: () => Promise<readonly Reply[]>): Promise<readonly Reply[]> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const replies = await calls();
    const resets = new Set(replies.map(({ headers }) => headers.get('x-ratelimit-reset')));
    if (resets.size <= 1) return replies;
  }
  throw new Error('The calls take longer than a minute.');
}
