import type { Operation } from '../operation.ts';
import { toSchedule } from '../present/test-flow.ts';
import { getFlowOf } from '../resources/test-flow-of.ts';

export const getTestFlowSchedule: Operation<'getTestFlowSchedule'> = async (
  { path },
  { principal, transaction },
) => {
  return { status: 200, body: toSchedule(await getFlowOf(transaction, principal, path.id)) };
};
