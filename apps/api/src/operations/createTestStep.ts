import { maxSteps, toTestStep } from '../domain/test-step.ts';
import type { Operation } from '../operation.ts';
import { toTestStepBody } from '../present/test-step.ts';
import { validationFailed } from '../problems.ts';
import { lockSteps, requireValidSteps, tooManySteps } from '../resources/test-step-changes.ts';
import { insertStep, readSteps } from '../store/test-steps.ts';

export const createTestStep: Operation<'createTestStep'> = async (
  { path, body },
  { principal, transaction },
) => {
  const flow = await lockSteps(transaction, principal, path.id);
  const steps = await readSteps(transaction, flow);
  if (steps.length >= maxSteps) throw validationFailed([tooManySteps]);
  const step = toTestStep(body);
  const position = Math.min(body.position ?? steps.length, steps.length);
  const earlier = steps.slice(0, position);
  await requireValidSteps(transaction, { flow, steps: [{ step, at: '' }], earlier });
  const row = await insertStep(transaction, flow, { step, position, steps });
  return {
    status: 201,
    headers: { Location: `/api/v1/test-flows/${flow.id}/steps/${row.id}` },
    body: toTestStepBody(row),
  };
};
