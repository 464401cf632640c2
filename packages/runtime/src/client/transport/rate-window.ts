import type { RateLimitFacts } from '../operation-facts.ts';
import { abortable } from './abortable.ts';
import type { Clock } from './clock.ts';
import { resetTime, retryTime } from './rate-limit-headers.ts';

/** Two answers of one window may tell its end in whole seconds, from clocks that differ a little. */
const tolerance = 2_000;

/**
 * What the last answers told of a rate limit. In a window of which nothing is known yet, one request goes ahead
 * and the others wait for its answer.
 */
export class RateWindow {
  readonly #clock: Clock;
  #remaining = 1;
  /** Milliseconds since 1970; 0 while nothing is known. */
  #endsAt = 0;
  /** Sent and not answered: the server may not have counted them yet. */
  #inFlight = 0;
  /** Wakes those who wait for the next answer. */
  readonly #waiting: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one request out of the window, and waits for the next window when there is none left. */
  async take(maxWait: number, signal: AbortSignal): Promise<void> {
    while (this.#isUsedUp()) {
      const wait = this.#endsAt - this.#clock.now();
      if (wait > maxWait) break;
      await (this.#endsAt > 0 ? this.#clock.sleep(wait, signal) : abortable(this.#nextAnswer(), signal));
    }
    this.#remaining--;
    this.#inFlight++;
  }

  #isUsedUp(): boolean {
    if (this.#endsAt > 0 && this.#clock.now() >= this.#endsAt) {
      this.#endsAt = 0;
      this.#remaining = 1;
    }
    return this.#remaining <= 0;
  }

  #nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Reads where the answer says the caller stands. */
  note({ status, headers }: Response, facts: RateLimitFacts): void {
    const now = this.#clock.now();
    const isRefusal = status === 429;
    const asked = isRefusal ? retryTime(headers, now, facts) : undefined;
    const end = asked ?? resetTime(headers, now, facts);
    const left = isRefusal ? 0 : readCount(headers, facts.remaining);
    if (end !== undefined && left !== undefined) {
      const rest = left - this.#inFlight + 1; // its own request is counted
      const isSameWindow = Math.abs(end - this.#endsAt) < tolerance;
      this.#remaining = isSameWindow ? Math.min(this.#remaining, rest) : rest;
      this.#endsAt = end;
    } else if (this.#endsAt === 0) this.#remaining = Number.POSITIVE_INFINITY; // the server does not say
  }

  /** Ends a request, answered or not. */
  release(): void {
    this.#inFlight--;
    if (this.#endsAt === 0) this.#remaining = Math.max(1, this.#remaining);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

function readCount(headers: Headers, name: string | undefined): number | undefined {
  const text = name && headers.get(name);
  return text && /^\d+$/.test(text) ? Number(text) : undefined;
}
