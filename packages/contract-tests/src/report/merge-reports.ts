import type { SeenProperty } from '../coverage/property-watch.ts';
import type { RecordedExchange } from '../exchange.ts';
import type { ObligationResult } from '../obligation-result.ts';
import type { Edge } from '../resources/edge-watch.ts';
import type { Verdict } from '../verdict.ts';
import { type Report, summarize } from './report.ts';

/** Reports of different descriptions make no report. */
export class UnlikeReports extends Error {
  constructor(one: Report, other: Report) {
    const [first, second] = [one, other].map(({ title, version }) => `${title} ${version}`.trim());
    super(`they are of different descriptions: ${first}, and ${second}`);
    this.name = 'UnlikeReports';
  }
}

/**
 * One report of several: of the shards of a run, of runs with different callers, of a run and of what a collector saw.
 * An obligation that any of them violates is violated, else one that any proves is proved. Exchanges are numbered on,
 * report after report.
 *
 * @throws UnlikeReports where they are not all of one description
 */
export function mergeReports(first: Report, ...others: readonly Report[]): Report {
  return others.reduce(mergeTwo, first);
}

function mergeTwo(one: Report, other: Report): Report {
  if (one.title !== other.title || one.version !== other.version) throw new UnlikeReports(one, other);
  const later = numberedFrom(other, one.requests);
  const results = mergeResults(one.results, later.results);
  const stopped = joined(one.stopped, other.stopped);
  return {
    title: one.title,
    version: one.version,
    baseUrl: joined(one.baseUrl, other.baseUrl) ?? '',
    seed: one.seed,
    run: joined(one.run, other.run) ?? '',
    requests: one.requests + other.requests,
    ...summarize(results),
    ...(stopped === undefined ? {} : { stopped }),
    leftBehind: [...new Set([...one.leftBehind, ...other.leftBehind])],
    ...(one.edges || other.edges ? { edges: mergeEdges(one.edges ?? [], other.edges ?? []) } : {}),
    ...(one.properties || other.properties ? { properties: mergeProperties(one, other) } : {}),
    exchanges: [...one.exchanges, ...later.exchanges],
    results,
  };
}

/** Each part once. */
function joined(one: string | undefined, other: string | undefined): string | undefined {
  const parts = [one, other].flatMap((text) => (text ? text.split(', ') : []));
  return parts.length === 0 ? undefined : [...new Set(parts)].join(', ');
}

function numberedFrom({ exchanges, results }: Report, offset: number): Pick<Report, 'exchanges' | 'results'> {
  const later = (exchange: RecordedExchange) => ({ ...exchange, number: exchange.number + offset });
  const shift = (verdict: Verdict): Verdict => {
    if (verdict.outcome === 'proved') return { ...verdict, by: verdict.by.map((number) => number + offset) };
    if (verdict.outcome === 'unproven') return verdict;
    const { reducedFrom } = verdict;
    return {
      ...verdict,
      exchange: later(verdict.exchange),
      ...(reducedFrom === undefined ? {} : { reducedFrom: reducedFrom + offset }),
    };
  };
  return {
    exchanges: exchanges.map(later),
    results: results.map((result) => ({ ...result, verdict: shift(result.verdict) })),
  };
}

/** In the order of the operations as they came first. */
function mergeResults(
  one: readonly ObligationResult[],
  other: readonly ObligationResult[],
): readonly ObligationResult[] {
  const byId = Map.groupBy([...one, ...other], ({ id }) => id);
  const merged = [...byId.values()].flatMap(([first, ...rest]) =>
    first ? [rest.reduce(stronger, first)] : [],
  );
  return [...Map.groupBy(merged, ({ operation }) => operation).values()].flat();
}

const strengths: Readonly<Record<Verdict['outcome'], number>> = { unproven: 0, proved: 1, violated: 2 };

/** A breach that is not waived is told before one that is; what was not seen is the weakest of reasons. */
function stronger(one: ObligationResult, other: ObligationResult): ObligationResult {
  return strengthOf(other) > strengthOf(one) ? other : one;
}

function strengthOf({ verdict, waiver }: ObligationResult): number {
  if (verdict.outcome === 'unproven') return verdict.reason === 'not-seen' ? -1 : 0;
  return strengths[verdict.outcome] + (verdict.outcome === 'violated' && !waiver ? 1 : 0);
}

function mergeEdges(one: readonly Edge[], other: readonly Edge[]): readonly Edge[] {
  const keyOf = ({ operation, in: place, name }: Edge) => JSON.stringify([operation, place, name]);
  const order: readonly Edge['state'][] = ['open', 'refuted', 'confirmed'];
  return [...Map.groupBy([...one, ...other], keyOf).values()].flatMap((alike) =>
    alike.toSorted((a, b) => order.indexOf(b.state) - order.indexOf(a.state)).slice(0, 1),
  );
}

function mergeProperties(one: Report, other: Report): readonly SeenProperty[] {
  const later = (other.properties ?? []).map((seen) => ({ ...seen, by: seen.by + one.requests }));
  const keyOf = ({ operation, status, property }: SeenProperty) =>
    JSON.stringify([operation, status, property]);
  const alike = Map.groupBy([...(one.properties ?? []), ...later], keyOf);
  return [...alike.values()].flatMap((seen) => seen.slice(0, 1));
}
