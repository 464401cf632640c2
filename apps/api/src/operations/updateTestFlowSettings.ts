import { changeFlowSettings } from '../domain/flow-settings.ts';
import type { Operation } from '../operation.ts';
import { toFlowSettings } from '../present/test-flow.ts';
import { lockFlowOf } from '../resources/test-flow-of.ts';
import { getOrganization } from '../store/organizations.ts';
import { saveFlow } from '../store/test-flows.ts';

export const updateTestFlowSettings: Operation<'updateTestFlowSettings'> = async (
  { path, body },
  { principal, transaction },
) => {
  const flow = await lockFlowOf(transaction, principal, path.id);
  const settings = changeFlowSettings(flow.settings, body);
  await saveFlow(transaction, flow, { settings: JSON.stringify(settings) });
  const organization = await getOrganization(transaction, flow.organizationId);
  return { status: 200, body: toFlowSettings({ ...flow, settings }, organization.settings) };
};
