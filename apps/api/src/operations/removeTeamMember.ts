import type { Operation } from '../operation.ts';
import { notFound } from '../problems.ts';
import { endMembership } from '../resources/end-membership.ts';
import { lockTeam } from '../resources/team-changes.ts';
import { findMember } from '../store/members.ts';

export const removeTeamMember: Operation<'removeTeamMember'> = async (
  { path },
  { principal, transaction },
) => {
  const { organizationId } = principal;
  await lockTeam(transaction, principal);
  const member = await findMember(transaction, organizationId, path.id);
  if (member === undefined) throw notFound('team member');
  await endMembership(transaction, { ...member, organizationId });
  return { status: 204 };
};
