import type { OperationCall, Transport } from '../core/operation-call.ts';
import { type Clock, systemClock } from './clock.ts';
import { randomKey, settleIdempotency } from './idempotency-key.ts';
import { type LayeredFetch, layer } from './layered-fetch.ts';
import { nextAttempt, type Outcome } from './next-attempt.ts';
import { toCopies } from './request-copies.ts';
import { sendInTime } from './time-limit.ts';

/** All durations are milliseconds. */
export interface RetryOptions {
  /** What sends each attempt. @default the global `fetch` */
  readonly fetch?: Transport;
  /** How often a request is sent at most, the first time included. @default 3 */
  readonly attempts?: number;
  /** How long after the first attempt another one may still begin. @default 60_000 */
  readonly budgetMs?: number;
  /** How long each attempt may take until its headers are there. @default as long as it takes */
  readonly timeoutMs?: number;
  /** The wait after the first attempt is up to this, and up to twice as much after each further one. @default 300 */
  readonly backoffMs?: number;
  /** No wait is longer, unless the server asks for it. @default 10_000 */
  readonly maxBackoffMs?: number;
  /** Answers after which another attempt is made. @default [408, 429, 500, 502, 503, 504] */
  readonly statuses?: readonly number[];
  /**
   * Runs before each attempt, with a request of its own: for a fresh token, a new signature. It may change the
   * headers or return another request. What it throws ends the call.
   */
  readonly beforeAttempt?: (
    request: Request,
    about: Attempt,
  ) => Request | undefined | Promise<Request | undefined>;
  /** Makes idempotency keys. @default a random UUID */
  readonly newKey?: () => string;
  readonly clock?: Clock;
}

export interface Attempt {
  /** 1 for the first. */
  readonly attempt: number;
  readonly call?: OperationCall | undefined;
}

/**
 * A `fetch` that tries again, beneath the middlewares of a client:
 *
 *     createClient<paths>({ baseUrl, fetch: retryingFetch({ attempts: 4, timeoutMs: 5_000 }) });
 *
 * Only what may be sent twice is: idempotent methods, and others when they carry an idempotency key. Where the
 * description declares such keys, each call gets one for all its attempts. A body that is a stream is sent once;
 * give a function that makes the stream to have it sent again. Waits follow `Retry-After`, else they grow and are
 * drawn at random. Aborting the request's signal ends a wait at once.
 */
export function retryingFetch(options: RetryOptions = {}): LayeredFetch {
  const {
    attempts = 3,
    budgetMs = 60_000,
    timeoutMs,
    beforeAttempt,
    newKey = randomKey,
    clock = systemClock,
  } = options;
  return layer(options, async ({ request, send, call, made }) => {
    const { isRepeatable, hasKey } = settleIdempotency(request, call, newKey);
    const copy = toCopies(request, made);
    const last = isRepeatable && copy ? attempts : 1;
    const deadline = clock.now() + budgetMs;
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= last;
      const copied = copy ? copy({ isFirst: attempt === 1, isLast }) : request;
      const sent = (await beforeAttempt?.(copied, { attempt, call })) ?? copied;
      const outcome: Outcome = await (timeoutMs
        ? sendInTime(sent, send, { timeoutMs, clock })
        : send(sent)
      ).then(
        (response) => ({ response }),
        (error: unknown) => ({ error }),
      );
      const isOver = isLast || request.signal.aborted;
      const next = isOver ? undefined : nextAttempt(outcome, { ...options, clock, attempt, hasKey, call });
      if (next === undefined || next > deadline) return settle(outcome);
      await outcome.response?.body?.cancel();
      await clock.sleep(Math.max(0, next - clock.now()), request.signal);
    }
  });
}

function settle({ response, error }: Outcome): Response {
  if (response) return response;
  throw error;
}
