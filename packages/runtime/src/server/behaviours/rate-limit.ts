import type { OperationContract, RateLimitContract } from '../../contract.ts';
import type { Principal } from '../context.ts';
import type { IncomingRequest } from '../incoming-request.ts';
import { isLater } from '../later.ts';
import { frameProblem, ProblemError } from '../problem.ts';
import { headerName } from './paging.ts';

export type RateLimitPolicy = RateLimitContract['policies'][number];

export interface RateLimitRequest {
  /** Whose requests are counted together, for example `tenant:7f3…`. */
  readonly partition: string;
  readonly policy: RateLimitPolicy;
  /** Who asks; null on operations without a caller. */
  readonly principal: Principal | null;
  /** How much this request takes of the quota. */
  readonly cost: number;
}

/** Times in milliseconds since 1970, all by the store's own clock (the database's, where there is one). */
export interface RateLimitDecision {
  readonly allowed: boolean;
  readonly limit: number;
  /** What is left after this request; never negative. */
  readonly remaining: number;
  /** When the window ends. */
  readonly resetAt: number;
  readonly now: number;
}

/** Counts requests. One call must be one atomic step, however many servers share the store. */
export interface RateLimitStore {
  take(request: RateLimitRequest): RateLimitDecision | Promise<RateLimitDecision>;
}

export interface RateLimitOptions<P extends Principal = Principal> {
  readonly store: RateLimitStore;
  /**
   * Picks the policy that holds for a caller. Needed where the description has several, for example
   * one for each plan; null on operations without a caller.
   */
  readonly policyFor?: (principal: P | null, policies: readonly RateLimitPolicy[]) => RateLimitPolicy;
  /** The address behind a request. Needed where requests are counted by address. */
  readonly addressOf?: (request: Request) => string;
  /**
   * How long the store may take, in milliseconds. Then, and when it fails, the answer is 503: an
   * API that cannot count does not answer.
   * @default 2000
   */
  readonly timeoutMs?: number;
}

export interface RateLimitPlan {
  readonly headersOn: RateLimitContract['headersOn'];
  /** Throws 503 when the store fails. At once where the store answers at once. */
  take(request: IncomingRequest, principal: Principal | null): RateLimitDecision | Promise<RateLimitDecision>;
  /** The headers that say where the caller stands. */
  headers(decision: RateLimitDecision): Readonly<Record<string, string>>;
  /** The problem of a refused request. */
  refusal(decision: RateLimitDecision): ProblemError;
}

export function createRateLimitPlan(
  operation: OperationContract,
  limit: RateLimitContract,
  options: RateLimitOptions,
): RateLimitPlan {
  const policyFor = options.policyFor ?? onlyPolicy(operation, limit);
  const timeoutMs = options.timeoutMs ?? 2000;
  const names = {
    limit: headerName(limit.limit),
    remaining: headerName(limit.remaining),
    reset: headerName(limit.reset),
    retryAfter: headerName(limit.retryAfter) ?? 'retry-after',
  };
  requireAddresses(operation, limit, options);

  return {
    headersOn: limit.headersOn,
    take(request, principal) {
      const policy = policyFor(principal, limit.policies);
      const partition = partitionOf(policy, principal, request, options.addressOf);
      try {
        const decision = options.store.take({ partition, policy, principal, cost: limit.cost });
        return isLater(decision) ? within(decision, timeoutMs).catch(failCount) : decision;
      } catch (error) {
        return failCount(error);
      }
    },
    headers(decision) {
      const headers: Record<string, string> = {};
      if (names.limit !== undefined) headers[names.limit] = String(decision.limit);
      if (names.remaining !== undefined) headers[names.remaining] = String(Math.max(0, decision.remaining));
      if (names.reset !== undefined) headers[names.reset] = resetText(limit.resetUnit, decision);
      return headers;
    },
    refusal(decision) {
      const seconds = secondsLeft(decision);
      return frameProblem(
        'rate-limit-exceeded',
        `The ${decision.limit} requests of this window are used up. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
        { status: Number(limit.status), headers: { [names.retryAfter]: seconds } },
      );
    },
  };
}

function onlyPolicy(operation: OperationContract, limit: RateLimitContract) {
  const [policy] = limit.policies;
  if (policy === undefined || limit.policies.length > 1) {
    const names = limit.policies.map(({ name }) => name).join(', ');
    throw new TypeError(
      `"${operation.id}" has the rate limit policies ${names}. Say which one holds for a caller: rateLimit.policyFor.`,
    );
  }
  return () => policy;
}

function requireAddresses(
  operation: OperationContract,
  limit: RateLimitContract,
  options: RateLimitOptions,
): void {
  const hasCaller =
    operation.security.length > 0 && operation.security.every(({ schemes }) => schemes.length > 0);
  const byAddress = limit.policies.some(({ partition }) => partition === 'address');
  if ((byAddress || !hasCaller) && options.addressOf === undefined) {
    throw new TypeError(
      `Requests of "${operation.id}" are counted by address. Say where it stands: rateLimit.addressOf.`,
    );
  }
}

/** Requests without a caller are counted by address, whatever the policy asks for. */
function partitionOf(
  policy: RateLimitPolicy,
  principal: Principal | null,
  request: IncomingRequest,
  addressOf: RateLimitOptions['addressOf'],
): string {
  if (principal === null || policy.partition === 'address')
    return `address:${addressOf?.(request.web) ?? ''}`;
  return policy.partition === 'tenant'
    ? `tenant:${principal.tenant}`
    : `principal:${principal.tenant}:${principal.id}`;
}

async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The rate limit store took longer than ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a store throws as a problem is answered as that. */
function failCount(error: unknown): never {
  throw error instanceof ProblemError ? error : unavailable(error);
}

function unavailable(cause: unknown): ProblemError {
  const init = { status: 503, type: 'service-unavailable', title: 'Service Unavailable' };
  const detail = 'Requests cannot be counted right now. Try again in a moment.';
  return new ProblemError({ ...init, detail, headers: { 'retry-after': 1 } }, { cause });
}

function resetText(unit: RateLimitContract['resetUnit'], decision: RateLimitDecision): string {
  if (unit === 'seconds-left') return String(secondsLeft(decision));
  if (unit === 'unix-millis') return String(Math.ceil(decision.resetAt));
  if (unit === 'http-date') return new Date(Math.ceil(decision.resetAt / 1000) * 1000).toUTCString();
  return String(Math.ceil(decision.resetAt / 1000));
}

/** Rounded up: who waits that long is let through. */
function secondsLeft(decision: RateLimitDecision): number {
  return Math.max(1, Math.ceil((decision.resetAt - decision.now) / 1000));
}
