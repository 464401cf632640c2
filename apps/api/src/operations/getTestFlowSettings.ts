import type { Operation } from '../operation.ts';
import { toFlowSettings } from '../present/test-flow.ts';
import { getFlowOf } from '../resources/test-flow-of.ts';
import { getOrganization } from '../store/organizations.ts';

export const getTestFlowSettings: Operation<'getTestFlowSettings'> = async (
  { path },
  { principal, transaction },
) => {
  const flow = await getFlowOf(transaction, principal, path.id);
  const organization = await getOrganization(transaction, flow.organizationId);
  return { status: 200, body: toFlowSettings(flow, organization.settings) };
};
