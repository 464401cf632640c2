import type { ObligationResult } from '../obligation-result.ts';
import type { Reason } from '../verdict.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** How many obligations came to which end, and why the unproven ones did. */
export type Tally = Readonly<Record<Outcome, number>> & {
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
};

export function tally(results: readonly ObligationResult[]): Tally {
  const counts: Record<Outcome, number> = { proved: 0, violated: 0, warning: 0, unproven: 0, waived: 0 };
  const reasons: Partial<Record<Reason, number>> = {};
  for (const result of results) {
    counts[outcomeOf(result)] += 1;
    const { verdict } = result;
    if (verdict.outcome === 'unproven') reasons[verdict.reason] = (reasons[verdict.reason] ?? 0) + 1;
  }
  return { ...counts, reasons };
}
