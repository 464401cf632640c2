import type { ObligationResult } from '../obligation-result.ts';

/** What became of an obligation. A breach of what only should be is a warning; a known one is waived. */
export const outcomes = ['proved', 'violated', 'warning', 'unproven', 'waived'] as const;

export type Outcome = (typeof outcomes)[number];

export function outcomeOf({ verdict, level, waiver }: ObligationResult): Outcome {
  if (verdict.outcome !== 'violated') return verdict.outcome;
  if (waiver) return 'waived';
  return level === 'must' ? 'violated' : 'warning';
}
