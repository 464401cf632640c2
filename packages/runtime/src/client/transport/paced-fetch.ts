import type { Transport } from '../core/operation-call.ts';
import { type Clock, systemClock } from './clock.ts';
import { type LayeredFetch, layer } from './layered-fetch.ts';
import { createRateWindow } from './rate-window.ts';

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
  const window = createRateWindow(clock);
  return layer(options, async ({ request, send, call }) => {
    const limit = call?.facts?.rateLimit;
    if (!limit) return send(request);
    await window.take(maxWaitMs, request.signal);
    try {
      const response = await send(request);
      window.note(response, limit);
      return response;
    } finally {
      window.release();
    }
  });
}
