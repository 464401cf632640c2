import type { RateLimitFacts } from '../operation-facts.ts';

/**
 * When the server takes requests again, in milliseconds since 1970: `Retry-After` in seconds or as a date
 * (RFC 9110, section 10.2.3). `undefined` where it does not say.
 */
export function retryTime(headers: Headers, now: number, facts?: RateLimitFacts): number | undefined {
  const text = headers.get(facts?.retryAfter ?? 'retry-after');
  return readTime(text, now, Number(text) >= 0 ? 'seconds-left' : 'http-date');
}

/** When the window of a rate limit ends, in milliseconds since 1970. */
export const resetTime = (
  headers: Headers,
  now: number,
  { reset, resetUnit = 'seconds-left' }: RateLimitFacts,
): number | undefined => readTime(reset ? headers.get(reset) : null, now, resetUnit);

function readTime(
  text: string | null,
  now: number,
  unit: NonNullable<RateLimitFacts['resetUnit']>,
): number | undefined {
  if (!text) return undefined;
  const count = Number(text);
  const time = {
    'http-date': Date.parse(text),
    'seconds-left': now + count * 1_000,
    'unix-seconds': count * 1_000,
    'unix-millis': count,
  }[unit];
  return Number.isFinite(time) ? time : undefined;
}
