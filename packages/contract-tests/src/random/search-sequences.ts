import { asyncProperty, check } from 'fast-check';
import type { Run } from '../run/run.ts';
import type { Allowance } from './allowance.ts';
import { Hunt } from './hunt.ts';
import { RandomSequences } from './random-sequence.ts';
import { searchRun } from './search-run.ts';
import { openPlace, type PlaceOperations } from './sequence-place.ts';
import type { Step } from './sequence-step.ts';
import { Walk } from './walk.ts';

/** Sends random sequences in one collection; each makes its own things, so that none rests on another. */
export async function searchSequences(
  plain: Run,
  operations: PlaceOperations,
  { sequences, allowance }: { readonly sequences: number; readonly allowance: Allowance },
): Promise<void> {
  const run = searchRun(plain, 'sequence');
  const place = allowance.isSpent ? undefined : await openPlace(run, operations);
  if (!place) return;
  const known = new Set(
    Object.values(operations)
      .flat()
      .flatMap((operation) => (typeof operation === 'object' ? run.ledger.violationsOf(operation.id) : []))
      .map(({ obligation }) => obligation.id),
  );
  const before = new Set<string>();
  for (let round = 0, left = sequences; left > 0; round += 1) {
    const values = new RandomSequences(run, place);
    const hunt = new Hunt<readonly Step[]>({
      run,
      known,
      allowance,
      async attempt(steps) {
        const attempt = await new Walk(run, place).go(steps, before);
        values.noteEnd(steps, attempt.taken);
        return attempt;
      },
    });
    for (const id of known) before.add(id);
    const seed = run.bench.seed(`${place.create.id}:sequence:${round}`) | 0;
    const details = await check(
      asyncProperty(values, (steps) => hunt.keeps(steps)),
      { seed, numRuns: left },
    );
    hunt.end();
    left = hunt.isEmpty ? 0 : left - details.numRuns;
  }
}
