import { type ObligationKind, obligationId } from '../obligation.ts';
import type { Exchange } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import type { Finding, Verdict } from '../verdict.ts';

/** A promise that was broken. */
export interface Breach {
  /** The obligation. */
  readonly id: string;
  /** The operation that promised it. */
  readonly operation: string;
  readonly finding: Finding;
  /** What shows it. */
  readonly exchange: Exchange;
  /** What it takes before, in order. */
  readonly before: readonly Exchange[];
}

export interface Judged {
  readonly operation: string;
  readonly kind: ObligationKind;
  readonly parts?: readonly string[];
  readonly verdict: Verdict;
  readonly exchange: Exchange;
}

/** The breach that a verdict tells; none where the run is not about the promise, or nothing is broken. */
export function breachIn(
  run: Run,
  { operation, kind, parts = [], verdict, exchange }: Judged,
): readonly Breach[] {
  const id = obligationId(operation, kind, ...parts);
  if (verdict.outcome !== 'violated' || !run.ledger.has(id)) return [];
  const { outcome: _, ...finding } = verdict;
  return [{ id, operation, finding, exchange, before: [] }];
}
