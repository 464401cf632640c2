import { changeNotifications } from '../domain/flow-notifications.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Operation } from '../operation.ts';
import { toFlowNotifications } from '../present/test-flow-notifications.ts';
import { validationFailed } from '../problems.ts';
import { lockFlowOf } from '../resources/test-flow-of.ts';
import { saveFlow } from '../store/test-flows.ts';

export const updateTestFlowNotifications: Operation<'updateTestFlowNotifications'> = async (
  { path, body },
  { principal, transaction },
) => {
  const flow = await lockFlowOf(transaction, principal, path.id);
  // Organizations cannot have channels yet, so that every id is unknown.
  const unknown = body.useOrganizationSettings ? [] : (body.channelIds ?? []).map(unknownChannel);
  if (unknown.length > 0) throw validationFailed(unknown);
  const notifications = changeNotifications(flow.notifications, body);
  await saveFlow(transaction, flow, { notifications: JSON.stringify(notifications) });
  return { status: 200, body: toFlowNotifications({ id: flow.id, notifications }) };
};

function unknownChannel(_id: string, index: number): Refusal {
  return {
    pointer: `/channelIds/${index}`,
    code: 'unknown',
    message: 'must be a Slack or webhook channel of the organization',
  };
}
