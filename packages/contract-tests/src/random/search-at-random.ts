import type { Operation } from '@plumbline/openapi';
import type { Phase } from '../exchange.ts';
import type { Run } from '../run/run.ts';
import { Allowance } from './allowance.ts';
import { isSearched, searchOperation } from './search-operation.ts';
import { searchSequences } from './search-sequences.ts';
import { sequencePlaces } from './sequence-place.ts';

export interface RandomSearch {
  readonly operations: readonly Operation[];
  /** Random requests for each operation. */
  readonly requests: number;
  /** How many requests the run may still send. */
  readonly left: () => number;
  /** Called before each operation. */
  readonly onOperation: (step: SearchStep) => void;
}

export interface SearchStep {
  readonly operation: Operation;
  /** Counts from 1. */
  readonly index: number;
  readonly total: number;
  readonly phase: Phase;
}

/** One sequence has about as many requests as these. */
const requestsInSequence = 5;

/** What chance finds after everything that was planned: single requests first, then sequences. @throws BudgetSpent */
export async function searchAtRandom(
  run: Run,
  { operations, requests, left, onOperation }: RandomSearch,
): Promise<void> {
  const allowance = new Allowance(run, left);
  const searched = operations.filter((operation) => isSearched(run, operation));
  for (const [index, operation] of searched.entries()) {
    onOperation({ operation, index: index + 1, total: searched.length, phase: 'random' });
    await searchOperation(run, operation, { requests, allowance });
  }
  const places = sequencePlaces(run, operations);
  const sequences = Math.ceil(requests / requestsInSequence);
  for (const [index, place] of places.entries()) {
    onOperation({ operation: place.create, index: index + 1, total: places.length, phase: 'sequence' });
    await searchSequences(run, place, { sequences, allowance });
  }
}
