import { outcomeOf } from '../coverage/outcome.ts';
import type { Obligation } from '../obligation.ts';
import type { ObligationResult } from '../obligation-result.ts';
import type { Report } from '../report/report.ts';
import { reasons } from '../verdict.ts';

/** What a team relies on: the obligations that were proved when the lock was written. */
export interface ContractLock {
  /** Ids, sorted. */
  readonly proved: readonly string[];
}

/** An obligation that was proved and is no longer, and why. */
export interface LostProof {
  readonly id: string;
  readonly why: string;
}

export interface LockComparison {
  readonly lost: readonly LostProof[];
  /** Ids that are proved now and stand in no lock yet. */
  readonly gained: readonly string[];
}

/**
 * Holds a run against a lock. What the run left out (`only`, `except`, a shard) is not missed.
 *
 * @param plan all obligations of the description: `planObligations(model)`
 */
export function compareWithLock(
  { results }: Report,
  { proved }: ContractLock,
  plan: readonly Obligation[],
): LockComparison {
  const byId = new Map(results.map((result) => [result.id, result]));
  const promised = new Set(plan.map(({ id }) => id));
  const locked = new Set(proved);
  const lost = proved.flatMap((id) => {
    const result = byId.get(id);
    if (result) return outcomeOf(result) === 'proved' || result.waiver ? [] : [{ id, why: whyLost(result) }];
    return promised.has(id) ? [] : [{ id, why: 'the description no longer promises it' }];
  });
  const gained = results.filter((result) => outcomeOf(result) === 'proved' && !locked.has(result.id));
  return { lost, gained: gained.map(({ id }) => id) };
}

function whyLost({ verdict }: ObligationResult): string {
  if (verdict.outcome === 'violated') return `expected ${verdict.expected}, received ${verdict.received}`;
  if (verdict.outcome === 'proved') return '';
  const { reason, detail } = verdict;
  return `${reason}: ${reasons[reason]}${detail === undefined ? '' : ` (${detail})`}`;
}

/** The lock that a run leads to. What the run left out stays as it was while the description promises it. */
export function updateLock(
  { results }: Report,
  before: ContractLock | undefined,
  plan: readonly Obligation[],
): ContractLock {
  const tried = new Set(results.map(({ id }) => id));
  const promised = new Set(plan.map(({ id }) => id));
  const kept = (before?.proved ?? []).filter((id) => promised.has(id) && !tried.has(id));
  const proved = results.filter((result) => outcomeOf(result) === 'proved').map(({ id }) => id);
  return { proved: [...kept, ...proved].sort() };
}

/** An id a line, so that a diff shows what was won and lost. */
export function printLock({ proved }: ContractLock): string {
  return `${JSON.stringify({ lockVersion: 1, proved }, null, 2)}\n`;
}

/** @throws {SyntaxError} which says what is wrong with the text */
export function parseLock(text: string): ContractLock {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('lockVersion' in value) || value.lockVersion !== 1) {
    throw new SyntaxError('it is no lock of version 1: `{ "lockVersion": 1, "proved": [ … ] }`');
  }
  const proved = 'proved' in value ? value.proved : undefined;
  if (!Array.isArray(proved) || !proved.every((id) => typeof id === 'string')) {
    throw new SyntaxError('`proved` must be a list of obligation ids');
  }
  return { proved };
}
