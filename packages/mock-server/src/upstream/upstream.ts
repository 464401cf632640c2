import type { ApiModel, Operation } from '@plumbline/openapi';
import { nearestName } from '@plumbline/openapi/nearest-name';
import { fromWebResponse } from '@plumbline/runtime/server';
import { type SentAnswer, toSentAnswer } from '../answer/sent-answer.ts';
import type { AnswerCheck } from '../check/answer-check.ts';
import type { ContractViolation } from '../check/contract-violation.ts';
import type { RequestCheck } from '../check/request-check.ts';
import { answerHeaders, requestHeaders } from './forwarded-headers.ts';
import { readBounded } from './read-bounded.ts';
import { UpstreamError, type UpstreamOptions } from './upstream-options.ts';

const TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A request for the upstream. */
export interface Forwarded {
  /** Undefined: the description has none for it. */
  readonly operation: Operation | undefined;
  readonly request: Request;
  /** The path as the description has it, without what a server's URL puts before it. */
  readonly path: string;
}

export interface UpstreamAnswer {
  readonly answer: SentAnswer;
  /** Of the request and of the answer. */
  readonly violations: readonly ContractViolation[];
}

export interface UpstreamChecks {
  readonly answerCheck: AnswerCheck;
  readonly requestCheck: RequestCheck;
}

/** Hands requests on to a real server. Bad requests go there too: how they are answered is part of the contract. */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #base: URL;

  /** @throws {UpstreamError} for a URL that is none */
  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#base = parseBase(options.url);
  }

  /** Whether it answers the operation, or what the description has no operation for. */
  takes(operation: Operation | undefined): boolean {
    const { operations } = this.#options;
    return operations === undefined || (operation !== undefined && operations.includes(operation.id));
  }

  /** @throws {UpstreamError} when an operation is named that there is not */
  requireOperations({ operations }: ApiModel): void {
    const known = operations.map(({ id }) => id);
    for (const name of this.#options.operations ?? []) {
      if (known.includes(name)) continue;
      const guess = nearestName(name, known);
      const hint = guess === undefined ? '' : ` Did you mean ${guess}?`;
      throw new UpstreamError(`The description has no operation ${JSON.stringify(name)}.${hint}`);
    }
  }

  async answer(forwarded: Forwarded, checks: UpstreamChecks): Promise<UpstreamAnswer> {
    const most = this.#options.maxBodyBytes ?? MAX_BODY_BYTES;
    const sent = await readBounded(forwarded.request.body, most);
    if (!sent) return refused(413, `The request has more than ${most} bytes, and was not handed on.`);
    const ofRequest = await requestViolations(forwarded, sent, checks.requestCheck);
    const received = await this.#send(forwarded, sent).catch((error: unknown) => this.#explain(error));
    if ('refusal' in received) return { ...received.refusal, violations: ofRequest };
    const { status, headers, bytes } = received;
    const isHead = forwarded.request.method === 'HEAD';
    const { operation } = forwarded;
    const ofAnswer = operation
      ? checks.answerCheck.violations(operation, { status, headers, bytes, isHead })
      : [];
    const violations = [...ofRequest, ...ofAnswer, ...notRefused(operation, status, ofRequest)];
    const hasBody = bytes.byteLength > 0 && ![204, 205, 304].includes(status);
    const answer = toSentAnswer(fromWebResponse(new Response(null, { status, headers })));
    return { answer: { ...answer, body: hasBody ? bytes : null }, violations };
  }

  async #send({ request, path }: Forwarded, sent: Uint8Array<ArrayBuffer>): Promise<Received | Failed> {
    const { timeoutMs = TIMEOUT_MS, maxBodyBytes = MAX_BODY_BYTES, fetch = globalThis.fetch } = this.#options;
    const response = await fetch(
      new Request(this.#url(request, path), {
        method: request.method,
        headers: requestHeaders(request.headers),
        // Whom a redirect leads to, nobody named. The client is told of it, as of any other answer.
        redirect: 'manual',
        signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]),
        ...(sent.byteLength === 0 ? {} : { body: sent }),
      }),
    );
    const bytes = await readBounded(response.body, maxBodyBytes);
    if (!bytes)
      return { refusal: refused(502, `${this.#base.origin} answered more than ${maxBodyBytes} bytes.`) };
    return { status: response.status, headers: answerHeaders(response.headers), bytes };
  }

  /** The path is joined as text: it stands behind the base and cannot leave its host. */
  #url(request: Request, path: string): URL {
    const url = new URL(this.#base);
    url.pathname = `${this.#base.pathname.replace(/\/+$/, '')}${path}`;
    url.search = new URL(request.url).search;
    return url;
  }

  #explain(error: unknown): Failed {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      const { timeoutMs = TIMEOUT_MS } = this.#options;
      return { refusal: refused(504, `${this.#base.origin} has not answered within ${timeoutMs} ms.`) };
    }
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    return { refusal: refused(502, `${this.#base.origin} does not answer: ${reason}. Is it running?`) };
  }
}

interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Failed {
  readonly refusal: UpstreamAnswer;
}

function parseBase(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new UpstreamError(
      `${JSON.stringify(text)} is no URL of a server: write http://127.0.0.1:3000, for example.`,
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UpstreamError(
      'The URL of an upstream has neither credentials nor a query: clients send their own.',
    );
  }
  return url;
}

async function requestViolations(
  { operation, request, path }: Forwarded,
  sent: Uint8Array<ArrayBuffer>,
  check: RequestCheck,
): Promise<readonly ContractViolation[]> {
  if (!operation) {
    const message = `${request.method} ${path} is not in the description`;
    return [
      { direction: 'request', obligation: 'request.operation', pointer: 'path', code: 'unknown', message },
    ];
  }
  const url = new URL(request.url);
  url.pathname = path;
  const copy = new Request(url, {
    method: operation.method,
    headers: request.headers,
    ...(sent.byteLength === 0 ? {} : { body: sent }),
  });
  return check.violations(operation, copy);
}

/** A server that does as described refuses what is not as described. */
function notRefused(
  operation: Operation | undefined,
  status: number,
  [first]: readonly ContractViolation[],
): readonly ContractViolation[] {
  if (!operation || !first || status >= 400) return [];
  const message = `is ${status}, although the request is not as described: ${first.pointer || 'the body'} ${first.message}`;
  return [
    {
      direction: 'response',
      obligation: 'Q.reject',
      operation: operation.id,
      pointer: 'status',
      code: 'accepted',
      message,
      ...(first.place === undefined ? {} : { place: first.place }),
    },
  ];
}

function refused(status: number, detail: string): UpstreamAnswer {
  const problem = { type: 'about:blank', title: 'The upstream did not answer', status, detail };
  const headers = { 'content-type': 'application/problem+json' };
  return { answer: { status, headers, body: JSON.stringify(problem) }, violations: [] };
}
