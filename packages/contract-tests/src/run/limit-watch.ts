import type { RateLimit } from '@plumbline/openapi';
import { readRateLimit } from '../check/check-rate-limit.ts';
import type { Finding } from '../verdict.ts';
import { type Exchange, isAccepted } from './exchange-record.ts';

/** Watches what remains of rate limits from request to request, without sending any. */
export interface LimitWatch {
  /** Called when a request sets out; the result is called when it is answered, and tells what that shows. */
  begin(): (exchange: Exchange) => Watched | undefined;
}

export type Watched = { readonly kind: 'lowered' } | ({ readonly kind: 'same' } & Omit<Finding, 'exchange'>);

interface Window {
  readonly limit: number;
  readonly resetAt: number;
  readonly least: number;
}

/** `seconds-left` gives a window's end anew with each answer. */
const sameWindowMs = 1500;

export function createLimitWatch(): LimitWatch {
  const windows = new Map<string, Window>();
  let underWay = 0;
  let begun = 0;
  return {
    begin() {
      const isAlone = underWay === 0;
      underWay += 1;
      begun += 1;
      const number = begun;
      return (exchange) => {
        underWay -= 1;
        return watch(windows, exchange, isAlone && number === begun);
      };
    },
  };
}

/** Only a request that had the server to itself is known to come after those before it. */
function watch(windows: Map<string, Window>, exchange: Exchange, isAlone: boolean): Watched | undefined {
  const { draft, answer } = exchange;
  const { rateLimit } = draft.operation.behaviours;
  if (!rateLimit || !answer) return undefined;
  const { limit, remaining, resetAt } = readRateLimit(rateLimit, answer);
  if (limit === undefined || remaining === undefined || resetAt === undefined) return undefined;
  const caller = `${JSON.stringify(draft.credentials)} ${rateLimit.place.pointer}`;
  const before = windows.get(caller);
  const isSame = before?.limit === limit && Math.abs(before.resetAt - resetAt) < sameWindowMs;
  windows.set(caller, { limit, resetAt, least: isSame ? Math.min(before.least, remaining) : remaining });
  if (!isSame || !isAlone) return undefined;
  return isAccepted(exchange)
    ? compare(rateLimit, before.least, remaining)
    : compareRefused(before.least, remaining);
}

/** Whether a refused request counts is not said; nothing gives requests back within a window. */
const compareRefused = (before: number, remaining: number): Watched | undefined =>
  remaining > before
    ? {
        kind: 'same',
        expected: `no more than the ${before} requests that were left before in the same window`,
        received: String(remaining),
      }
    : undefined;

function compare({ cost }: RateLimit, before: number, remaining: number): Watched | undefined {
  if (cost === 0 || before === 0) return undefined;
  if (remaining < before) return { kind: 'lowered' };
  return {
    kind: 'same',
    expected: `fewer than ${before} requests left after another one in the same window`,
    received: String(remaining),
  };
}
