import { type ContractBreach, type IncomingRequest, WebRequest } from '@plumbline/runtime/server';
import type { Refusal } from './answer/refuse.ts';
import type { AnsweredBy } from './log/exchange-record.ts';
import { CONTROL_PARAMETERS, type Preferences } from './request/preferences.ts';

/** What a request was found to be for. */
export interface Target {
  /** Of the operation: `GET` where a HEAD request is answered by it. */
  readonly method: string;
  /** The path as the operation's template reads it. */
  readonly pathname: string;
}

/**
 * One request as the operation reads it, without what was meant for the mock, and what became of it. The runtime hands
 * it on to the handler and the hooks, which find here again what they are about.
 */
export class Exchange implements IncomingRequest {
  readonly method: string;
  readonly target: string;
  /** As the operation's template reads it. */
  readonly pathname: string;
  /** What a server's URL put before the paths of the description. */
  readonly prefix: string;
  readonly preferences: Preferences;
  /** The `Accept` header as it came. */
  readonly accept: string | null;
  /** Whether an answer was found for it; otherwise the frame refused it. */
  isAnswered = false;
  /** Where the answer came from, as far as it was not refused. */
  answeredBy: AnsweredBy | undefined = undefined;
  /** Why the frame refused it, where it did. */
  refusal: Refusal | undefined = undefined;
  /** How the answer of a responder breaks the description. */
  breach: ContractBreach | undefined = undefined;
  /** What stopped the answer. */
  failure: unknown = undefined;
  readonly #received: IncomingRequest;
  #web: Request | undefined;

  constructor(received: IncomingRequest, preferences: Preferences, { method, pathname }: Target) {
    this.#received = received;
    this.preferences = preferences;
    this.accept = received.header('accept');
    this.pathname = pathname;
    this.prefix = prefixOf(received.target, pathname);
    // HEAD is answered as GET is; its answer loses the body at the very end.
    this.method = received.method === 'HEAD' ? method : received.method;
    this.target = targetFor(received.target, pathname);
  }

  get origin(): string {
    return this.#received.origin;
  }

  get peer(): string | null {
    return this.#received.peer;
  }

  header(name: string): string | null {
    return name === 'accept' && this.#losesAccept ? null : this.#received.header(name);
  }

  get mayHaveBody(): boolean {
    return !this.#isHeadAsGet && this.#received.mayHaveBody;
  }

  readBody(limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.#isHeadAsGet) return Promise.resolve(new Uint8Array());
    // Once it is the body of a request of its own, it is read there.
    return this.#web === undefined
      ? this.#received.readBody(limit)
      : new WebRequest(this.#web).readBody(limit);
  }

  get web(): Request {
    const isAsReceived = this.target === this.#received.target && !this.#isHeadAsGet && !this.#losesAccept;
    if (isAsReceived) return this.#received.web;
    this.#web ??= this.#toWeb();
    return this.#web;
  }

  /** `Accept` speaks of the success; with a preferred status it is weighed when that is negotiated. */
  get #losesAccept(): boolean {
    return this.preferences.code !== undefined;
  }

  get #isHeadAsGet(): boolean {
    return this.#received.method === 'HEAD' && this.method !== 'HEAD';
  }

  #toWeb(): Request {
    const { web } = this.#received;
    const isBodiless = this.#isHeadAsGet || web.bodyUsed;
    const init = isBodiless ? { method: this.method, headers: web.headers, signal: web.signal } : web;
    const request = new Request(this.origin + this.target, init);
    if (this.#losesAccept) request.headers.delete('accept');
    return request;
  }
}

/** The exchange behind what the runtime hands on, which is what it was given. */
export function exchangeOf(incoming: IncomingRequest): Exchange {
  if (incoming instanceof Exchange) return incoming;
  throw new TypeError('The runtime handed on another request than it was given.');
}

function prefixOf(target: string, pathname: string): string {
  if (target.startsWith(pathname)) return '';
  const [path = ''] = target.split('?', 1);
  return path.endsWith(pathname) ? path.slice(0, -pathname.length) : '';
}

/** The path of the operation with the query, less what was meant for the mock. */
function targetFor(target: string, pathname: string): string {
  const question = target.indexOf('?');
  if (question === -1) return pathname;
  const search = target.slice(question + 1);
  if (!search.includes('__')) return `${pathname}?${search}`;
  const query = new URLSearchParams(search);
  const control = CONTROL_PARAMETERS.filter((name) => query.has(name));
  if (control.length === 0) return `${pathname}?${search}`;
  for (const name of control) query.delete(name);
  return query.size === 0 ? pathname : `${pathname}?${query}`;
}
