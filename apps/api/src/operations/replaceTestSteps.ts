import type { Refusal } from '../domain/refusal.ts';
import { type TestStep, toTestStep } from '../domain/test-step.ts';
import type { Operation } from '../operation.ts';
import { toTestStepBody } from '../present/test-step.ts';
import { revisionMismatch, validationFailed } from '../problems.ts';
import { lockSteps, requireValidSteps } from '../resources/test-step-changes.ts';
import { readSteps, replaceSteps } from '../store/test-steps.ts';

export const replaceTestSteps: Operation<'replaceTestSteps'> = async (
  { path, body },
  { principal, transaction },
) => {
  const flow = await lockSteps(transaction, principal, path.id);
  const { expectedRevision = flow.stepsRevision } = body;
  if (expectedRevision !== flow.stepsRevision) throw revisionMismatch(expectedRevision, flow.stepsRevision);
  const steps = body.steps.map((step) => ({ ...toTestStep(step), id: step.id?.toLowerCase() ?? null }));
  const before = await readSteps(transaction, flow);
  const refusals = checkIds(steps, new Set(before.map(({ id }) => id)));
  if (refusals.length > 0) throw validationFailed(refusals);
  const placed = steps.map((step, index) => ({ step, at: `/steps/${index}` }));
  await requireValidSteps(transaction, { flow, steps: placed, earlier: [] });
  await replaceSteps(transaction, flow, steps);
  const rows = await readSteps(transaction, flow);
  return { status: 200, headers: { 'X-Total-Count': rows.length }, body: rows.map(toTestStepBody) };
};

/** Every id must be one of the flow's, and none may come twice. */
function checkIds(
  steps: readonly (TestStep & { readonly id: string | null })[],
  known: ReadonlySet<string>,
): readonly Refusal[] {
  const seen = new Set<string>();
  return steps.flatMap(({ id }, index) => {
    if (id === null) return [];
    const pointer = `/steps/${index}/id`;
    if (!known.has(id)) return [{ pointer, code: 'unknown', message: 'must be a step of this test flow' }];
    if (seen.has(id)) return [{ pointer, code: 'duplicate', message: 'must not come twice' }];
    seen.add(id);
    return [];
  });
}
