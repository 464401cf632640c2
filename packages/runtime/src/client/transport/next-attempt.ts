import type { OperationCall } from '../core/operation-call.ts';
import type { Clock } from './clock.ts';
import { resetTime, retryTime } from './rate-limit-headers.ts';

/** What came of one attempt: an answer, or what was thrown. */
export type Outcome =
  | { readonly response: Response; readonly error?: undefined }
  | { readonly response?: undefined; readonly error: unknown };

export interface Tried {
  readonly attempt: number;
  /** Whether the request carries an idempotency key. */
  readonly hasKey: boolean;
  readonly call: OperationCall | undefined;
  readonly statuses?: readonly number[];
  readonly backoffMs?: number;
  readonly maxBackoffMs?: number;
  readonly clock: Clock;
}

const passing = [408, 429, 500, 502, 503, 504];

/** When to try again, in milliseconds since 1970; `undefined` where the outcome stands. */
export function nextAttempt({ response, error }: Outcome, tried: Tried): number | undefined {
  const { hasKey, call, statuses = passing, clock } = tried;
  const now = clock.now();
  // What is thrown may be anything.
  if (!response) return (error as Error | null)?.name === 'AbortError' ? undefined : now + backoff(tried);
  const { status, headers } = response;
  const limit = call?.facts?.rateLimit;
  const asked = retryTime(headers, now, limit);
  // With a key, a conflict that passes: the first attempt is still running.
  const isRunning = status === 409 && hasKey && asked !== undefined;
  if (!isRunning && !statuses.includes(status)) return undefined;
  const reset = status === 429 && limit ? resetTime(headers, now, limit) : undefined;
  return asked ?? reset ?? now + backoff(tried);
}

/** Full jitter: callers that failed together do not come back together. */
function backoff({ attempt, backoffMs = 300, maxBackoffMs = 10_000, clock }: Tried): number {
  return clock.random() * Math.min(maxBackoffMs, backoffMs * 2 ** (attempt - 1));
}
