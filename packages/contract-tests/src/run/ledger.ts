import type { Obligation, ObligationKind } from '../obligation.ts';
import { type Finding, type Reason, unproven, type Verdict } from '../verdict.ts';

/** What the run knows of each obligation. */
export interface Ledger {
  /** Whether the obligation is part of the run. */
  has(id: string): boolean;
  /** Whether an obligation of this kind is part of the run for an operation. */
  hasKind(operation: string, kind: ObligationKind): boolean;
  /** Whether nothing is proved or violated so far. */
  isOpen(id: string): boolean;
  /** A violation stands whatever comes later; the first proof until a violation; of reasons the last one. */
  rule(id: string, verdict: Verdict): void;
  /** Says why nothing is known of the obligations of an operation that nothing was said of. */
  leaveRest(operation: string, reason: Reason, detail?: string): void;
  verdict(id: string): Verdict;
  /** What is violated of an operation. */
  violationsOf(operation: string): readonly { readonly obligation: Obligation; readonly finding: Finding }[];
  /** Tells a violation in another way, for example by a smaller request. */
  retell(id: string, finding: Finding): void;
}

export function createLedger(
  obligations: readonly Obligation[],
  onViolation: (obligation: Obligation, finding: Finding) => void,
): Ledger {
  const planned = new Map(obligations.map((obligation) => [obligation.id, obligation]));
  const plannedKinds = new Set(obligations.map(({ operation, kind }) => kindKey(operation, kind)));
  const byOperation = Map.groupBy(obligations, ({ operation }) => operation);
  const verdicts = new Map<string, Verdict>();

  function rule(id: string, verdict: Verdict): void {
    const obligation = planned.get(id);
    const known = verdicts.get(id)?.outcome ?? 'unproven';
    const isStronger = strength[verdict.outcome] > strength[known];
    if (!obligation || !(isStronger || (known === 'unproven' && verdict.outcome === 'unproven'))) return;
    verdicts.set(id, verdict);
    if (verdict.outcome === 'violated') onViolation(obligation, verdict);
  }

  return {
    has: (id) => planned.has(id),
    hasKind: (operation, kind) => plannedKinds.has(kindKey(operation, kind)),
    isOpen: (id) => planned.has(id) && (verdicts.get(id)?.outcome ?? 'unproven') === 'unproven',
    rule,
    leaveRest(operation, reason, detail) {
      for (const { id } of byOperation.get(operation) ?? [])
        if (!verdicts.has(id)) rule(id, unproven(reason, detail));
    },
    violationsOf: (operation) =>
      (byOperation.get(operation) ?? []).flatMap((obligation) => {
        const verdict = verdicts.get(obligation.id);
        return verdict?.outcome === 'violated' ? [{ obligation, finding: verdict }] : [];
      }),
    retell(id, finding) {
      if (verdicts.get(id)?.outcome === 'violated') verdicts.set(id, { outcome: 'violated', ...finding });
    },
    verdict: (id) => verdicts.get(id) ?? unproven(isFailure(planned.get(id)) ? 'not-reachable' : 'not-seen'),
  };
}

const kindKey = (operation: string, kind: ObligationKind): string => `${operation}:${kind}`;

const strength: Readonly<Record<Verdict['outcome'], number>> = { unproven: 0, proved: 1, violated: 2 };

/** No request of ours should make a server fail. */
const isFailure = (obligation: Obligation | undefined): boolean =>
  obligation?.kind === 'R.status' && /\/5..$/.test(obligation.id);
