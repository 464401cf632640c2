import type { ObligationResult } from '../obligation-result.ts';
import type { Reason } from '../verdict.ts';

/** What would have to be given so that obligations are no longer unproven for a reason. */
interface SetUp {
  readonly what: string;
  /** The option of the library, and the flag of the command where there is one. */
  readonly how: string;
}

/** Reasons that one line of set-up removes. */
const setUps: Partial<Record<Reason, SetUp>> = {
  'needs-credentials': { what: 'a token', how: '`token`, --token' },
  'needs-identity': { what: 'callers with known scopes and roles', how: '`identities` or `mint`' },
  'needs-second-tenant': { what: "a second tenant's token", how: '`identities` with `tenant`' },
  'needs-write': { what: 'leave to create things', how: 'without `safe`, --safe' },
  'needs-destructive': { what: 'leave to change what is there', how: '`destructive`, --destructive' },
  'needs-budget': { what: 'more requests or more waiting', how: '`maxRequests`, `maxWaitMs`' },
  'needs-clock': { what: 'a way to move the clock of the API', how: '`clock`' },
  'no-producer': { what: 'ids of things that exist', how: '`values`, --value' },
};

/** What one line of set-up could unlock, the most first. */
export interface Unlock extends SetUp {
  readonly reason: Reason;
  /** How many obligations lack it; some may turn out to lack another thing too. */
  readonly obligations: number;
}

export function findUnlocks(results: readonly ObligationResult[]): readonly Unlock[] {
  return countReasons(results).flatMap(({ reason, count }) => {
    const setUp = setUps[reason];
    return setUp ? [{ ...setUp, reason, obligations: count }] : [];
  });
}

/** How many obligations were not proved for each reason, the commonest first. */
export function countReasons(
  results: readonly ObligationResult[],
): readonly { readonly reason: Reason; readonly count: number }[] {
  const counts = new Map<Reason, number>();
  for (const { verdict } of results) {
    if (verdict.outcome === 'unproven') counts.set(verdict.reason, (counts.get(verdict.reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((one, other) => other.count - one.count || one.reason.localeCompare(other.reason));
}
