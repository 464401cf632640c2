import type { Operation } from '../operation.ts';
import { toTestFlow } from '../present/test-flow.ts';
import { getFlowOf, lockFlowOf } from '../resources/test-flow-of.ts';
import { saveFlow } from '../store/test-flows.ts';

export const pauseTestFlow: Operation<'pauseTestFlow'> = async ({ path }, { principal, transaction }) => {
  const flow = await lockFlowOf(transaction, principal, path.id);
  if (flow.status === 'paused') return { status: 200, body: toTestFlow(flow) };
  await saveFlow(transaction, flow, { status: 'paused' });
  return { status: 200, body: toTestFlow(await getFlowOf(transaction, principal, flow.id)) };
};
