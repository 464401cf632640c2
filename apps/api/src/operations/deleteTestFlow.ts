import type { Operation } from '../operation.ts';
import { deleteFlow } from '../store/test-flows.ts';
import { cancelRunsOf } from '../store/test-runs.ts';
import { lockFlowOf } from '../test-flow-of.ts';

export const deleteTestFlow: Operation<'deleteTestFlow'> = async ({ path }, { principal, transaction }) => {
  const flow = await lockFlowOf(transaction, principal, path.id);
  await cancelRunsOf(transaction, flow);
  await deleteFlow(transaction, flow);
  return { status: 204 };
};
