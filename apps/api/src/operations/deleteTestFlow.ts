import type { Operation } from '../operation.ts';
import { lockFlowOf } from '../resources/test-flow-of.ts';
import { deleteFlow } from '../store/test-flows.ts';
import { cancelRunsOf } from '../store/test-runs.ts';

export const deleteTestFlow: Operation<'deleteTestFlow'> = async ({ path }, { principal, transaction }) => {
  const flow = await lockFlowOf(transaction, principal, path.id);
  await cancelRunsOf(transaction, 'test_flow_id', flow);
  await deleteFlow(transaction, flow);
  return { status: 204 };
};
