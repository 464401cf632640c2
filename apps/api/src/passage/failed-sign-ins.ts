import {
  createMemoryRateLimitStore,
  ProblemError,
  type RateLimitDecision,
  type RateLimitPolicy,
  type Through,
} from '@plumbline/runtime/server';
import { clientAddress, type IsTrusted, toClientNetwork } from './client-address.ts';
import { isHealthPath } from './health-path.ts';

export interface FailedSignInOptions {
  /** Answers of 401 that one address may get in a minute. */
  readonly perMinute: number;
  readonly isTrusted: IsTrusted;
}

/**
 * Lets nobody guess tokens: an address that was answered 401 too often is refused until the minute is
 * over, before a query is made for it. Counted by each server for itself, since to write down every
 * guess in the database would be what an attacker wants.
 */
export function limitFailedSignIns({ perMinute, isTrusted }: FailedSignInOptions): Through {
  const store = createMemoryRateLimitStore();
  const policy: RateLimitPolicy = {
    name: 'failed-sign-ins',
    quota: perMinute,
    windowMs: 60_000,
    partition: 'address',
  };
  return async (passage, next) => {
    const address = clientAddress(passage.request, isTrusted);
    // Without a connection there is nobody to keep out, and health is told to everybody.
    if (address === null || isHealthPath(passage.pathname)) return next();
    const partition = toClientNetwork(address);
    const standing = await store.take({ partition, policy, principal: null, cost: 0 });
    if (standing.remaining === 0) throw tooManyFailures(standing);
    const answer = await next();
    if (answer.status === 401) await store.take({ partition, policy, principal: null, cost: 1 });
    return answer;
  };
}

function tooManyFailures({ limit, resetAt, now }: RateLimitDecision): ProblemError {
  const seconds = Math.max(1, Math.ceil((resetAt - now) / 1_000));
  return new ProblemError({
    status: 429,
    type: 'rate-limit-exceeded',
    title: 'Rate Limit Exceeded',
    detail: `Too many requests without a usable token came from your address. Wait ${seconds} seconds.`,
    headers: {
      'Retry-After': seconds,
      'X-RateLimit-Limit': limit,
      'X-RateLimit-Remaining': 0,
      'X-RateLimit-Reset': Math.ceil(resetAt / 1_000),
    },
  });
}
