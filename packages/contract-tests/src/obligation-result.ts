import type { Obligation } from './obligation.ts';
import type { Verdict } from './verdict.ts';

export type ObligationResult = Obligation & {
  readonly verdict: Verdict;
  /** Set where a violation is known and borne for a while: it fails nothing. */
  readonly waiver?: Waiver;
};

/** Why a known violation is borne, who sees to it, and how long. */
export interface Waiver {
  readonly why: string;
  readonly owner: string;
  /** The last day on which it holds, in UTC: `2027-03-01`. */
  readonly until: string;
}
