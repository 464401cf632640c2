import type { RecordedExchange } from '../exchange.ts';
import type { Obligation } from '../obligation.ts';
import type { Verdict } from '../verdict.ts';

/** What a run found, as plain data. */
export interface Report {
  readonly title: string;
  readonly version: string;
  readonly baseUrl: string;
  readonly seed: number;
  /** The name of the run; with the seed it repeats the requests. */
  readonly run: string;
  readonly requests: number;
  readonly counts: Readonly<Record<Verdict['outcome'], number>>;
  /** True when no obligation of level `must` is violated and at least one obligation is proved. */
  readonly ok: boolean;
  /** Why the run ended early. */
  readonly stopped?: string;
  /** Paths of things that the run made and could not delete. */
  readonly leftBehind: readonly string[];
  /** The exchanges that prove something, by number; not all where a run is long. Breaches carry their own. */
  readonly exchanges: readonly RecordedExchange[];
  /** In the order of the description. */
  readonly results: readonly ObligationResult[];
}

export type ObligationResult = Obligation & { readonly verdict: Verdict };

/** The breaches that fail a run. */
export function violations({ results }: Report): readonly ObligationResult[] {
  return results.filter(({ level, verdict }) => level === 'must' && verdict.outcome === 'violated');
}

/** Breaches of what should be and need not. */
export function warnings({ results }: Report): readonly ObligationResult[] {
  return results.filter(({ level, verdict }) => level === 'should' && verdict.outcome === 'violated');
}

export function countOutcomes(results: readonly ObligationResult[]): Report['counts'] {
  const counts = { proved: 0, violated: 0, unproven: 0 };
  for (const { verdict } of results) counts[verdict.outcome] += 1;
  return counts;
}
