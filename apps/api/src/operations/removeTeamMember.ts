import { endMembership } from '../end-membership.ts';
import type { Operation } from '../operation.ts';
import { notFound } from '../problems.ts';
import { findMember } from '../store/members.ts';
import { lockTeam } from '../team-changes.ts';

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
