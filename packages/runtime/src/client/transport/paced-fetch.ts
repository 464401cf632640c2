import type { Transport } from '../core/operation-call.ts';
import { type Clock, systemClock } from './clock.ts';
import { type LayeredFetch, toRequest, transportOf } from './layered-fetch.ts';
import { RateWindow } from './rate-window.ts';

export interface PacingOptions {
  /** What sends the requests. @default the global `fetch` */
  readonly fetch?: Transport;
  /** A request that would have to wait longer is sent at once, in milliseconds. @default 120_000 */
  readonly maxWaitMs?: number;
  readonly clock?: Clock;
}

/**
 * A `fetch` that waits rather than runs into 429, where the description names the headers of its rate limit. All
 * calls through it share one pace, so share it between the clients of one API key:
 *
 *     createClient<paths>({ baseUrl, facts, fetch: retryingFetch({ fetch: pacedFetch() }) });
 */
export function pacedFetch(options: PacingOptions = {}): LayeredFetch {
  const { maxWaitMs = 120_000, clock = systemClock } = options;
  const window = new RateWindow(clock);
  return async (input, init, call) => {
    const { request, extra } = toRequest(input, init, call);
    const limit = call?.facts?.rateLimit;
    if (!limit) return transportOf(options)(request, extra, call);
    await window.take(maxWaitMs, request.signal);
    try {
      const response = await transportOf(options)(request, extra, call);
      window.note(response, limit);
      return response;
    } finally {
      window.release();
    }
  };
}
