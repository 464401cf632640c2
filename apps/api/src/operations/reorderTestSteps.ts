import type { Refusal } from '../domain/refusal.ts';
import type { Operation } from '../operation.ts';
import { toTestStepBody } from '../present/test-step.ts';
import { validationFailed } from '../problems.ts';
import { lockSteps } from '../resources/test-step-changes.ts';
import { readSteps, reorderSteps } from '../store/test-steps.ts';

export const reorderTestSteps: Operation<'reorderTestSteps'> = async (
  { path, body },
  { principal, transaction },
) => {
  const flow = await lockSteps(transaction, principal, path.id);
  const steps = await readSteps(transaction, flow);
  const ids = body.stepIds.map((id) => id.toLowerCase());
  const refusals = checkOrder(ids, new Set(steps.map(({ id }) => id)));
  if (refusals.length > 0) throw validationFailed(refusals);
  await reorderSteps(transaction, flow, ids);
  const rows = await readSteps(transaction, flow);
  return { status: 200, headers: { 'X-Total-Count': rows.length }, body: rows.map(toTestStepBody) };
};

/** The order must hold every step of the flow exactly once. */
function checkOrder(ids: readonly string[], steps: ReadonlySet<string>): readonly Refusal[] {
  const unknown = ids.flatMap((id, index) => (steps.has(id) ? [] : [unknownStep(index)]));
  if (unknown.length > 0) return unknown;
  const isComplete = ids.length === steps.size && new Set(ids).size === steps.size;
  return isComplete ? [] : [incomplete];
}

function unknownStep(index: number): Refusal {
  return { pointer: `/stepIds/${index}`, code: 'unknown', message: 'must be a step of this test flow' };
}

const incomplete: Refusal = {
  pointer: '/stepIds',
  code: 'incomplete',
  message: 'must hold the id of every step of the test flow exactly once',
};
