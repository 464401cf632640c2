import type { SecurityHandlers } from '@checkview/contract/server';
import type { Kysely } from 'kysely';
import type { Caller } from './context.ts';
import { hashTokenSecret, isTokenSecret } from './domain/token-secret.ts';
import { findCaller, recordUse } from './store/callers.ts';
import type { Tables } from './store/tables.ts';
import { toServiceProblem } from './unit-of-work.ts';

/**
 * Finds the caller behind a personal access token. What is no token by its checksum is refused
 * without a call to the database.
 */
export function createAuthentication(db: Kysely<Tables>): SecurityHandlers<Caller> {
  return {
    async personalAccessToken({ token }) {
      if (!isTokenSecret(token)) return null;
      try {
        return await findCallerOf(db, token);
      } catch (error) {
        throw toServiceProblem(error);
      }
    },
  };
}

async function findCallerOf(db: Kysely<Tables>, secret: string): Promise<Caller | null> {
  const found = await findCaller(db, hashTokenSecret(secret));
  if (found === undefined) return null;
  const { isUseDue, ...caller } = found;
  if (isUseDue) await recordUse(db, caller);
  return { ...caller, id: caller.userId, tenant: caller.organizationId, roles: [caller.role] };
}
