import type { Kysely } from 'kysely';
import { type Move, moveLinks } from '../domain/flow-page.ts';
import type { TestStep } from '../domain/test-step.ts';
import type { Tables } from '../store/tables.ts';
import { copySteps, type StepsOwner } from '../store/test-steps.ts';

interface Copied {
  readonly from: StepsOwner;
  readonly to: StepsOwner;
  readonly move: Move;
}

/** Gives a new flow the steps of another, with their links to the website of that as links to its own. */
export async function copyStepsOf(db: Kysely<Tables>, { from, to, move }: Copied): Promise<void> {
  const isMoved = move.from !== move.to;
  await copySteps(db, { from, to, ...(isMoved && { change: (step: TestStep) => moveStep(step, move) }) });
}

function moveStep(step: TestStep, move: Move): TestStep {
  // Safe: only texts within the parameters change, and those to other texts.
  return { ...step, params: moveLinks(step.params, move) as TestStep['params'] };
}
