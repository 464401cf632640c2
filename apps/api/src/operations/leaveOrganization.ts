import type { Operation } from '../operation.ts';
import { lastAdmin, noLongerMember } from '../problems.ts';
import { deleteMember, findMember, hasOtherAdmin } from '../store/members.ts';
import { lockOrganization } from '../store/organizations.ts';
import { revokeAllTokens } from '../store/tokens.ts';

export const leaveOrganization: Operation<'leaveOrganization'> = async (
  _request,
  { principal, transaction },
) => {
  const { organizationId, memberId } = principal;
  // Whoever else leaves, or takes an admin's role away, waits here: two admins cannot both be the other.
  await lockOrganization(transaction, organizationId);
  const member = await findMember(transaction, memberId);
  if (member === undefined) throw noLongerMember();
  if (member.role === 'admin' && !(await hasOtherAdmin(transaction, organizationId, memberId))) {
    throw lastAdmin();
  }
  await deleteMember(transaction, memberId);
  await revokeAllTokens(transaction, principal);
  return { status: 204 };
};
