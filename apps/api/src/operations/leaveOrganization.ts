import type { Operation } from '../operation.ts';
import { noLongerMember } from '../problems.ts';
import { endMembership } from '../resources/end-membership.ts';
import { findMember } from '../store/members.ts';
import { lockOrganization } from '../store/organizations.ts';

export const leaveOrganization: Operation<'leaveOrganization'> = async (
  _request,
  { principal, transaction },
) => {
  const { organizationId, memberId } = principal;
  // Whoever else leaves, or takes an admin's role away, waits here: two admins cannot both be the other.
  await lockOrganization(transaction, organizationId);
  const member = await findMember(transaction, organizationId, memberId);
  if (member === undefined) throw noLongerMember();
  await endMembership(transaction, { ...member, organizationId });
  return { status: 204 };
};
