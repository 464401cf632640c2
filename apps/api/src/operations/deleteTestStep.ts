import type { Operation } from '../operation.ts';
import { notFound } from '../problems.ts';
import { lockSteps } from '../resources/test-step-changes.ts';
import { deleteStep } from '../store/test-steps.ts';

export const deleteTestStep: Operation<'deleteTestStep'> = async ({ path }, { principal, transaction }) => {
  const flow = await lockSteps(transaction, principal, path.id);
  const wasThere = await deleteStep(transaction, flow, path.stepId);
  if (!wasThere) throw notFound('test step');
  return { status: 204 };
};
