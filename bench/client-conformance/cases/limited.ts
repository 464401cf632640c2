import type { Received, Respond, Time } from '../case.ts';
import { answer } from '../responses.ts';

/** What the server has to say to a request. */
export interface Content {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Takes so many requests in each second of the clock, says so, and counts what it refuses. */
export function limited(
  time: Time,
  quota: number,
  contentFor: (request: Received) => Content = () => ({ body: {} }),
) {
  let second = 0;
  let used = 0;
  let refused = 0;
  const respond: Respond = (response, about) => {
    const current = Math.floor(time.now() / 1_000);
    if (current !== second) [second, used] = [current, 0];
    used++;
    const isRefused = used > quota;
    if (isRefused) refused++;
    const { body, headers } = isRefused
      ? { body: {}, headers: { 'retry-after': '1' } }
      : contentFor(about.request);
    const limits = {
      'x-ratelimit-limit': String(quota),
      'x-ratelimit-remaining': String(Math.max(0, quota - used)),
      'x-ratelimit-reset': String(current + 1),
    };
    return answer(isRefused ? 429 : 200, body, { ...headers, ...limits })(response, about);
  };
  return {
    respond,
    get refused() {
      return refused;
    },
  };
}
