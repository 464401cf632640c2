import type { IdempotencyContract, OperationContract } from '../../contract.ts';
import type { RenderedAnswer } from '../answer.ts';
import type { Principal } from '../context.ts';
import type { IncomingRequest } from '../incoming-request.ts';
import { frameProblem, type ProblemError } from '../problem.ts';
import { matchesStatus } from '../status.ts';
import { headerName } from './paging.ts';

export interface IdempotencyRequest {
  /** Whose key it is and for what: tenant, principal, operation, path, as the description asks. */
  readonly scope: string;
  /** As the client sent it. A store may derive a key from it to encrypt answers, and keep its hash only. */
  readonly key: string;
  /** A hash of the request. The same key with another fingerprint is a mismatch. */
  readonly fingerprint: string;
  /** How long an answer is kept, counted from the first request. */
  readonly windowMs: number;
  /** What to do while the first request still runs. */
  readonly whileRunning: 'wait' | 'refuse';
  /** Whether answers of a status are kept. The effects of one that is not must not stay either. */
  keeps(status: number): boolean;
}

export type IdempotencyOutcome =
  /** Executed now; the answer is the one of `execute`. */
  | { readonly kind: 'fresh'; readonly answer: RenderedAnswer }
  /** Executed before. */
  | { readonly kind: 'replayed'; readonly answer: RenderedAnswer }
  /** The key was used with another request. */
  | { readonly kind: 'mismatch' }
  /** The first request has not ended. */
  | { readonly kind: 'running'; readonly retryAfterMs?: number };

/**
 * Runs something at most once for each key. A database store holds the key, the effect and the
 * answer in one transaction: it finds that transaction in `context`, where `ServerOptions.around`
 * put it.
 *
 * `execute` throws only what the handler did not mean to answer; then nothing is to be kept. An
 * answer of status 400 and up has no effects: roll back to a savepoint before you keep it.
 */
export interface IdempotencyStore<Context> {
  run(
    request: IdempotencyRequest,
    context: Context,
    execute: (context: Context) => Promise<RenderedAnswer>,
  ): Promise<IdempotencyOutcome>;
}

export interface IdempotencyPlan {
  /** The name of the key's header, in lower case. */
  readonly keyHeader: string;
  /** Undefined without a key. Throws 400 for one that cannot be used. */
  keyOf(request: IncomingRequest): string | undefined;
  request(exchange: KeyedExchange, key: string): Promise<IdempotencyRequest>;
  /** The answer of an outcome. Throws 409 (or what the description says) for mismatch and running. */
  answer(outcome: IdempotencyOutcome): RenderedAnswer;
}

export interface KeyedExchange {
  readonly principal: Principal | null;
  readonly pathname: string;
  readonly search: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Kept this long where the description does not say how long. */
const DEFAULT_WINDOW_MS = 24 * 60 * 60 * 1000;
/** Visible ASCII. A blank could not be told from the header being sent twice, which joins with `, `. */
const USABLE_KEY = /^[\x21-\x7e]{1,255}$/;

export function createIdempotencyPlan(
  operation: OperationContract,
  idempotency: IdempotencyContract,
): IdempotencyPlan {
  const keyHeader = headerName(idempotency.key) ?? 'idempotency-key';
  const marker = headerName(idempotency.marker);
  const keeps = (status: number) => !idempotency.notStored.some((pattern) => matchesStatus(pattern, status));

  return {
    keyHeader,
    keyOf(sent) {
      const text = sent.header(keyHeader);
      if (text === null) return undefined;
      const key = unquoted(text);
      if (!USABLE_KEY.test(key)) throw unusableKey();
      return key;
    },
    async request(exchange, key) {
      return {
        key,
        keeps,
        scope: scopeOf(idempotency.scope, operation, exchange),
        // Where another payload is to be answered with a replay, every payload counts as the same.
        fingerprint: idempotency.mismatch === 'replay' ? '' : await fingerprintOf(exchange),
        windowMs: idempotency.windowMs ?? DEFAULT_WINDOW_MS,
        whileRunning: idempotency.concurrent === 'wait' ? 'wait' : 'refuse',
      };
    },
    answer(outcome) {
      if (outcome.kind === 'fresh') return outcome.answer;
      if (outcome.kind === 'replayed')
        return marker === undefined ? outcome.answer : withMarker(outcome.answer, marker);
      throw outcome.kind === 'mismatch'
        ? mismatch(statusOr409(idempotency.mismatch))
        : running(statusOr409(idempotency.concurrent), outcome.retryAfterMs ?? 1000);
    },
  };
}

/** The draft of the header writes keys as quoted strings, its users mostly do not; both mean the same. */
function unquoted(text: string): string {
  return text.length > 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

function unusableKey(): ProblemError {
  return frameProblem(
    'invalid-idempotency-key',
    'An idempotency key has 1 to 255 visible ASCII characters and is sent once.',
  );
}

/** `unspecified` promises nothing; 409 then tells a client most. */
function statusOr409(status: string): number {
  return /^\d{3}$/.test(status) ? Number(status) : 409;
}

function mismatch(status: number): ProblemError {
  const detail = 'This idempotency key was used with another request. Use a new key for a new request.';
  return frameProblem('idempotency-key-conflict', detail, { status });
}

function running(status: number, retryAfterMs: number): ProblemError {
  const detail = 'The first request with this idempotency key is still running. Ask again for its answer.';
  const headers = { 'retry-after': Math.max(1, Math.ceil(retryAfterMs / 1000)) };
  return frameProblem('idempotency-key-conflict', detail, { status, headers });
}

function withMarker(answer: RenderedAnswer, marker: string): RenderedAnswer {
  return { ...answer, headers: { ...answer.headers, [marker]: 'true' } };
}

/** As JSON, so that no part can run into the next. */
function scopeOf(
  parts: IdempotencyContract['scope'],
  operation: OperationContract,
  exchange: KeyedExchange,
): string {
  const values = {
    tenant: exchange.principal?.tenant ?? '',
    principal: exchange.principal?.id ?? '',
    operation: `${operation.method} ${operation.path}`,
    path: `${operation.method} ${exchange.pathname}`,
  };
  return JSON.stringify(parts.map((part) => values[part]));
}

/** SHA-256 of the raw query and the raw body, so equal means equal byte by byte. */
async function fingerprintOf(exchange: KeyedExchange): Promise<string> {
  const query = new TextEncoder().encode(`${exchange.search}\n`);
  const bytes = new Uint8Array(query.byteLength + exchange.bytes.byteLength);
  bytes.set(query);
  bytes.set(exchange.bytes, query.byteLength);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
