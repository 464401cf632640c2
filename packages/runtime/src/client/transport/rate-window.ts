import type { RateLimitFacts } from '../operation-facts.ts';
import { abortable } from './abortable.ts';
import type { Clock } from './clock.ts';
import { resetTime, retryTime } from './rate-limit-headers.ts';

/** Two answers of one window may tell its end in whole seconds, from clocks that differ a little. */
const tolerance = 2_000;

export interface RateWindow {
  /** Takes one request out of the window, and waits for the next window when there is none left. */
  take(maxWait: number, signal: AbortSignal): Promise<void>;
  /** Reads where the answer says the caller stands. */
  note(response: Response, facts: RateLimitFacts): void;
  /** Ends a request, answered or not. */
  release(): void;
}

/**
 * What the last answers told of a rate limit. In a window of which nothing is known yet, one request goes ahead
 * and the others wait for its answer.
 */
export function createRateWindow(clock: Clock): RateWindow {
  let remaining = 1;
  /** Milliseconds since 1970; 0 while nothing is known. */
  let endsAt = 0;
  /** Sent and not answered: the server may not have counted them yet. */
  let inFlight = 0;
  /** Wakes those who wait for the next answer. */
  const waiting: (() => void)[] = [];

  const nextAnswer = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
    });

  return {
    async take(maxWait, signal) {
      for (;;) {
        const wait = endsAt - clock.now();
        if (endsAt > 0 && wait <= 0) {
          endsAt = 0;
          remaining = 1;
        }
        if (remaining > 0 || wait > maxWait) break;
        await (endsAt > 0 ? clock.sleep(wait, signal) : abortable(nextAnswer(), signal));
      }
      remaining--;
      inFlight++;
    },
    note({ status, headers }, facts) {
      const now = clock.now();
      const isRefusal = status === 429;
      const end = (isRefusal ? retryTime(headers, now, facts) : undefined) ?? resetTime(headers, now, facts);
      const left = isRefusal ? 0 : readCount(headers, facts.remaining);
      if (end !== undefined && left !== undefined) {
        const rest = left - inFlight + 1; // its own request is counted
        const isSameWindow = Math.abs(end - endsAt) < tolerance;
        remaining = isSameWindow ? Math.min(remaining, rest) : rest;
        endsAt = end;
      } else if (endsAt === 0) remaining = Number.POSITIVE_INFINITY; // the server does not say
    },
    release() {
      inFlight--;
      if (endsAt === 0) remaining = Math.max(1, remaining);
      for (const wake of waiting.splice(0)) wake();
    },
  };
}

function readCount(headers: Headers, name: string | undefined): number | undefined {
  const text = name && headers.get(name);
  return text && /^\d+$/.test(text) ? Number(text) : undefined;
}
