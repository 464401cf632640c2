import type { contract, SecurityHandlers } from '@checkview/contract/server';
import type { RateLimitPolicy, RateLimitStore } from '@plumbline/runtime/server';
import type { Caller } from './context.ts';
import { hashTokenSecret, isTokenSecret } from './domain/token-secret.ts';
import { admitCaller, type Counted, recordUse, type Toll } from './store/callers.ts';
import type { Database } from './store/database.ts';
import { toServiceProblem } from './unit-of-work.ts';

/** The two questions that each request asks first: who calls, and how often that organization did. */
export interface Admission {
  readonly security: SecurityHandlers<Caller>;
  readonly rateLimitStore: RateLimitStore;
}

type Operations = typeof contract.operations;

/**
 * Answers both with one statement, sent when the caller is asked for: every operation that takes a token counts
 * the requests of the organization. What is no token by its checksum is refused without a call to the database.
 * @throws TypeError for operations that count in another way
 */
export function createAdmission(
  database: Pick<Database, 'kysely' | 'shared'>,
  operations: Operations,
): Admission {
  const tolls = new Map(operations.filter(takesToken).map((operation) => [operation.id, tollOf(operation)]));
  const counts = new WeakMap<object, Counted>();
  return {
    security: {
      async personalAccessToken({ token }, { operationId }) {
        const toll = tolls.get(operationId);
        if (toll === undefined || !isTokenSecret(token)) return null;
        try {
          return await admit(database, token, toll, counts);
        } catch (error) {
          throw toServiceProblem(error);
        }
      },
    },
    rateLimitStore: {
      take({ principal, policy }) {
        const counted = principal === null ? undefined : counts.get(principal);
        if (counted === undefined) throw new Error('Only requests of callers are counted.');
        return toDecision(policy, counted);
      },
    },
  };
}

async function admit(
  { kysely, shared }: Pick<Database, 'kysely' | 'shared'>,
  secret: string,
  toll: Toll,
  counts: WeakMap<object, Counted>,
): Promise<Caller | null> {
  const found = await admitCaller(shared, hashTokenSecret(secret), toll);
  if (found === undefined) return null;
  const { isUseDue, used, startedAt, now, ...row } = found;
  if (isUseDue) await recordUse(kysely, row);
  const caller = { ...row, id: row.userId, tenant: row.organizationId, roles: [row.role] };
  counts.set(caller, { used, startedAt, now });
  return caller;
}

function toDecision({ quota, windowMs }: RateLimitPolicy, { used, startedAt, now }: Counted) {
  return {
    allowed: used <= quota,
    limit: quota,
    remaining: Math.max(0, quota - used),
    resetAt: startedAt + windowMs,
    now,
  };
}

function takesToken({ security }: Operations[number]): boolean {
  return security.some(({ schemes }) => schemes.length > 0);
}

function tollOf({ id, behaviours }: Operations[number]): Toll {
  const { rateLimit } = behaviours;
  const windows = new Set(rateLimit?.policies.map(({ windowMs }) => windowMs));
  const [windowMs] = windows;
  const isByTenant = rateLimit?.policies.every(({ partition }) => partition === 'tenant');
  if (rateLimit === undefined || windowMs === undefined || windows.size > 1 || !isByTenant) {
    throw new TypeError(`"${id}" does not count the requests of an organization in one window.`);
  }
  return { cost: rateLimit.cost, windowMs };
}
