import { classOf, obligationClasses } from '../coverage/obligation-class.ts';
import { type Outcome, outcomes } from '../coverage/outcome.ts';
import { tally } from '../coverage/tally.ts';
import type { ObligationResult } from '../obligation-result.ts';

/** How reports head a column of outcomes. */
export const outcomeHeadings: Readonly<Record<Outcome, string>> = {
  proved: 'proved',
  violated: 'violated',
  warning: 'warnings',
  unproven: 'not proved',
  waived: 'waived',
};

/** Classes by outcomes: a heading, a row for each class that occurs, and the sum. Waived only where there are some. */
export function classMatrix(results: readonly ObligationResult[]): readonly (readonly string[])[] {
  const byClass = Map.groupBy(results, classOf);
  const all = tally(results);
  const columns = outcomes.filter((outcome) => outcome !== 'waived' || all.waived > 0);
  const row = (name: string, counts: typeof all) => [
    name,
    ...columns.map((column) => String(counts[column])),
  ];
  return [
    ['', ...columns.map((column) => outcomeHeadings[column])],
    ...obligationClasses.flatMap((name) => {
      const own = byClass.get(name);
      return own ? [row(name, tally(own))] : [];
    }),
    row('All', all),
  ];
}
