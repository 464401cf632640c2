import { changeTestStep, type PlacedStep, type TestStep } from '../domain/test-step.ts';
import type { Operation } from '../operation.ts';
import { toTestStepBody } from '../present/test-step.ts';
import { notFound } from '../problems.ts';
import { lockSteps, requireValidSteps } from '../resources/test-step-changes.ts';
import { readSteps, saveStep } from '../store/test-steps.ts';

export const updateTestStep: Operation<'updateTestStep'> = async (
  { path, body },
  { principal, transaction },
) => {
  const flow = await lockSteps(transaction, principal, path.id);
  const steps = await readSteps(transaction, flow);
  const step = steps.find(({ id }) => id === path.stepId.toLowerCase());
  if (step === undefined) throw notFound('test step');
  // Safe: a body with a type has the parameters of that type, and one without has none.
  const patch = body as Partial<TestStep>;
  const earlier = steps.slice(0, step.position);
  await requireValidSteps(transaction, { flow, steps: [whatIsNew(step, patch)], earlier });
  const row = await saveStep(transaction, flow, { ...changeTestStep(step, patch), id: step.id });
  return { status: 200, body: toTestStepBody(row) };
};

/** Only what comes with the request is checked: the rest was, when it came. */
function whatIsNew({ type }: TestStep, patch: Partial<TestStep>): PlacedStep {
  const { params = {}, fallbackSelectors = [] } = patch;
  return { step: { type: patch.type ?? type, params, fallbackSelectors }, at: '' };
}
