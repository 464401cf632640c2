import { outcomeOf } from '../coverage/outcome.ts';
import type { SeenProperty } from '../coverage/property-watch.ts';
import { tally } from '../coverage/tally.ts';
import type { RecordedExchange } from '../exchange.ts';
import type { ObligationResult } from '../obligation-result.ts';
import type { Edge } from '../resources/edge-watch.ts';
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
  /** `violated` counts warnings too, and no waived breach. */
  readonly counts: Readonly<Record<Verdict['outcome'] | 'waived', number>>;
  /** True when no obligation of level `must` is violated without a waiver, and at least one is proved. */
  readonly ok: boolean;
  /** Why the run ended early. */
  readonly stopped?: string;
  /** Paths of things that the run made and could not delete. */
  readonly leftBehind: readonly string[];
  /** Which operations need ids of which things, and what the run saw of it; absent where nothing was sent for it. */
  readonly edges?: readonly Edge[];
  /** The declared properties that valid answers had, each once; coverage counts them. */
  readonly properties?: readonly SeenProperty[];
  /** The exchanges that prove something, by number; not all where a run is long. Breaches carry their own. */
  readonly exchanges: readonly RecordedExchange[];
  /** In the order of the description. */
  readonly results: readonly ObligationResult[];
}

/** The breaches that fail a run. */
export function violations({ results }: Report): readonly ObligationResult[] {
  return results.filter((result) => outcomeOf(result) === 'violated');
}

/** Breaches of what should be and need not. */
export function warnings({ results }: Report): readonly ObligationResult[] {
  return results.filter((result) => outcomeOf(result) === 'warning');
}

/** What the results say of the run as a whole. */
export function summarize(results: readonly ObligationResult[]): Pick<Report, 'counts' | 'ok'> {
  const { proved, violated, warning, unproven, waived } = tally(results);
  return {
    counts: { proved, violated: violated + warning, unproven, waived },
    ok: violated === 0 && proved > 0,
  };
}
