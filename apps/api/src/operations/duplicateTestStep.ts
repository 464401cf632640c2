import { maxSteps } from '../domain/test-step.ts';
import type { Operation } from '../operation.ts';
import { toTestStepBody } from '../present/test-step.ts';
import { notFound, validationFailed } from '../problems.ts';
import { lockSteps, tooManySteps } from '../resources/test-step-changes.ts';
import { insertStep, readSteps } from '../store/test-steps.ts';

export const duplicateTestStep: Operation<'duplicateTestStep'> = async (
  { path },
  { principal, transaction },
) => {
  const flow = await lockSteps(transaction, principal, path.id);
  const steps = await readSteps(transaction, flow);
  const step = steps.find(({ id }) => id === path.stepId.toLowerCase());
  if (step === undefined) throw notFound('test step');
  if (steps.length >= maxSteps) throw validationFailed([tooManySteps]);
  const row = await insertStep(transaction, flow, { step, position: step.position + 1, steps });
  return {
    status: 201,
    headers: { Location: `/api/v1/test-flows/${flow.id}/steps/${row.id}` },
    body: toTestStepBody(row),
  };
};
