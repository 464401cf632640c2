import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Through } from '@plumbline/runtime/server';
import { serviceUnavailable } from '../problems.ts';
import { isHealthPath } from './health-path.ts';

/** How much one server takes on at a time. */
export interface LoadLimits {
  /** Requests that are answered at the same time; more are refused at once. */
  readonly requestsInFlight: number;
  /** Mean delay of the event loop, in milliseconds, from which on only a tenth of that is taken. */
  readonly eventLoopDelayMs: number;
}

const lookEveryMs = 500;
const resolutionMs = 10;

/**
 * Refuses with 503 what would only wait: a server that takes everything answers in the end nothing in
 * time. Refusing comes before authentication, which costs queries. A slow event loop lowers the bound
 * and does not close the door, so that the server is seen to recover.
 */
export function shedLoad(limits: LoadLimits, inFlight: { readonly count: number }): Through {
  const isSlow = watchEventLoop(limits.eventLoopDelayMs);
  const most = limits.requestsInFlight;
  const mostWhenSlow = Math.ceil(most / 10);
  return (passage, next) => {
    // This request is counted already.
    const isTooMany = inFlight.count > (isSlow() ? mostWhenSlow : most);
    if (isTooMany && !isHealthPath(passage.pathname)) {
      throw serviceUnavailable('The API has more to do than it can. Try again in a moment.');
    }
    return next();
  };
}

/** Whether the event loop was late on average the last time it was looked at; looked at when asked. */
function watchEventLoop(mostMs: number): () => boolean {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let isSlow = false;
  let lookAt = performance.now() + lookEveryMs;
  return () => {
    if (performance.now() < lookAt) return isSlow;
    lookAt = performance.now() + lookEveryMs;
    // The histogram holds how long each tick took, of which the resolution is no delay.
    isSlow = delay.mean / 1e6 - resolutionMs > mostMs;
    delay.reset();
    return isSlow;
  };
}
