import type { Operation } from '../operation.ts';
import { toFlowNotifications } from '../present/test-flow-notifications.ts';
import { getFlowOf } from '../resources/test-flow-of.ts';

export const getTestFlowNotifications: Operation<'getTestFlowNotifications'> = async (
  { path },
  { principal, transaction },
) => {
  return { status: 200, body: toFlowNotifications(await getFlowOf(transaction, principal, path.id)) };
};
