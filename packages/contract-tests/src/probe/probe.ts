import type { Draft, Flaw } from '../request/draft.ts';
import type { Run } from '../run/run.ts';
import type { Reason } from '../verdict.ts';

/** A request with one flaw, and the obligation to refuse it. */
export interface Probe {
  readonly obligation: string;
  readonly draft: Draft & { readonly flaw: Flaw };
  /** True for the identical request with only the flaw repaired: the accepted one proves the refusal. */
  readonly isArmedByBase: boolean;
}

/** An obligation that no request can prove here. */
export interface Skipped {
  readonly obligation: string;
  readonly reason: Reason;
  readonly detail?: string;
}

/** What probes are made from: a request that was, or should be, accepted. */
export interface Subject {
  readonly run: Run;
  readonly draft: Draft;
}

export function probe(obligation: string, draft: Draft, flaw: Flaw, isArmedByBase = true): Probe {
  return { obligation, draft: { ...draft, flaw }, isArmedByBase };
}

export const skipped = (obligation: string, reason: Reason, detail?: string): Skipped => ({
  obligation,
  reason,
  ...(detail === undefined ? {} : { detail }),
});
