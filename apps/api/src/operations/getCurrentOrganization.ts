import type { Operation } from '../operation.ts';
import { toOrganization } from '../present/organization.ts';
import { getOrganization } from '../store/organizations.ts';

export const getCurrentOrganization: Operation<'getCurrentOrganization'> = async (
  _request,
  { principal, transaction, limitsOf },
) => {
  const organization = await getOrganization(transaction, principal.organizationId);
  return { status: 200, body: toOrganization(organization, limitsOf) };
};
