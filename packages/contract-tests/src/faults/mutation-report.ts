import type { Mutant } from './mutant.ts';
import type { Alarm } from './mutation-suite.ts';

/**
 * What came of a mutant. `right`: caught by an obligation that should catch it; `any`: by another one; `survived`:
 * not caught; `unreached`: the suite sent nothing that made the fault show; `legal`: it showed and broke no promise.
 */
export type MutantOutcome = 'right' | 'any' | 'survived' | 'unreached' | 'legal';

export interface MutantResult {
  readonly mutant: Mutant;
  readonly outcome: MutantOutcome;
  readonly fired: number;
  readonly illegal: number;
  /** The obligations that caught it; empty for a suite that is not ours. */
  readonly caughtBy: readonly string[];
  /** The kinds of obligations that should have. */
  readonly expected: readonly string[];
  /** What was wrong, in words; absent when nothing was. */
  readonly breach?: string;
  readonly milliseconds: number;
}

/** How many mutants came to what. */
export interface MutationCounts {
  readonly mutants: number;
  readonly right: number;
  readonly any: number;
  readonly survived: number;
  readonly unreached: number;
  readonly legal: number;
  /** Caught of those that fired and broke the contract, 0 to 1; 1 where none did. */
  readonly score: number;
  /** The same, by the right obligation. */
  readonly rightScore: number;
}

export interface MutationReport {
  readonly title: string;
  readonly seed: number;
  readonly total: MutationCounts;
  readonly groups: readonly ({ readonly group: string } & MutationCounts)[];
  readonly operators: readonly ({ readonly operator: string } & MutationCounts)[];
  /** What the suite found wrong without any fault: its score counts from there. */
  readonly standing: readonly Alarm[];
  readonly results: readonly MutantResult[];
  readonly milliseconds: number;
}

export function countMutants(results: readonly MutantResult[]): MutationCounts {
  const count = (outcome: MutantOutcome) => results.filter((result) => result.outcome === outcome).length;
  const [right, any, survived] = [count('right'), count('any'), count('survived')];
  const counted = right + any + survived;
  return {
    mutants: results.length,
    right,
    any,
    survived,
    unreached: count('unreached'),
    legal: count('legal'),
    score: counted === 0 ? 1 : (right + any) / counted,
    rightScore: counted === 0 ? 1 : right / counted,
  };
}

interface ReportParts {
  readonly title: string;
  readonly seed: number;
  readonly standing: readonly Alarm[];
  readonly results: readonly MutantResult[];
  readonly milliseconds: number;
}

export function toMutationReport(parts: ReportParts): MutationReport {
  const { results } = parts;
  return {
    ...parts,
    total: countMutants(results),
    groups: countBy(results, ({ operator }) => operator.slice(0, operator.indexOf('-'))).map(
      ([group, counts]) => ({ group, ...counts }),
    ),
    operators: countBy(results, ({ operator }) => operator).map(([operator, counts]) => ({
      operator,
      ...counts,
    })),
  };
}

function countBy(results: readonly MutantResult[], keyOf: (mutant: Mutant) => string) {
  const groups = Map.groupBy(results, ({ mutant }) => keyOf(mutant));
  return [...groups].map(([key, members]) => [key, countMutants(members)] as const);
}

/** One report of the shards of a run. @throws RangeError for none */
export function mergeMutationReports(reports: readonly MutationReport[]): MutationReport {
  const [first] = reports;
  if (!first) throw new RangeError('There is no report to merge.');
  return toMutationReport({
    title: first.title,
    seed: first.seed,
    standing: first.standing,
    results: reports.flatMap(({ results }) => results).toSorted(inOrder),
    milliseconds: Math.max(...reports.map(({ milliseconds }) => milliseconds)),
  });
}

const inOrder = ({ mutant: one }: MutantResult, { mutant: other }: MutantResult): number =>
  one.operator < other.operator ? -1 : one.operator > other.operator ? 1 : one.id < other.id ? -1 : 1;
