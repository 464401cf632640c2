import type { Operation } from '../operation.ts';
import { toTestFlow } from '../present/test-flow.ts';
import { getFlowOf } from '../resources/test-flow-of.ts';

export const getTestFlow: Operation<'getTestFlow'> = async ({ path }, { principal, transaction }) => {
  return { status: 200, body: toTestFlow(await getFlowOf(transaction, principal, path.id)) };
};
