import type { Operation } from '../operation.ts';
import { toTestStepBody } from '../present/test-step.ts';
import { notFound } from '../problems.ts';
import { requireFlow } from '../resources/test-step-changes.ts';
import { findStep } from '../store/test-steps.ts';

export const getTestStep: Operation<'getTestStep'> = async ({ path }, { principal, transaction }) => {
  const flow = await requireFlow(transaction, principal, path.id);
  const step = await findStep(transaction, flow, path.stepId);
  if (step === undefined) throw notFound('test step');
  return { status: 200, body: toTestStepBody(step) };
};
