import { changeSchedule, checkSchedule } from '../domain/schedule.ts';
import type { Operation } from '../operation.ts';
import { toSchedule } from '../present/test-flow.ts';
import { validationFailed } from '../problems.ts';
import { lockFlowOf } from '../resources/test-flow-of.ts';
import { saveFlow } from '../store/test-flows.ts';

export const updateTestFlowSchedule: Operation<'updateTestFlowSchedule'> = async (
  { path, body },
  { principal, transaction },
) => {
  const flow = await lockFlowOf(transaction, principal, path.id);
  const schedule = changeSchedule(flow.schedule, body);
  const refusals = checkSchedule(schedule, '');
  if (refusals.length > 0) throw validationFailed(refusals);
  await saveFlow(transaction, flow, { schedule: JSON.stringify(schedule) });
  return { status: 200, body: toSchedule({ ...flow, schedule }) };
};
