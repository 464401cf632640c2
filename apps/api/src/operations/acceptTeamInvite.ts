import type { Operation } from '../operation.ts';
import { toTeamMember } from '../present/team-member.ts';
import { inviteNotPending, notFound } from '../problems.ts';
import { enterOrganization } from '../store/enter-organization.ts';
import { lockInviteFor, markAccepted } from '../store/invites.ts';
import { addMember, getMember } from '../store/members.ts';

export const acceptTeamInvite: Operation<'acceptTeamInvite'> = async (
  { path },
  { principal, transaction },
) => {
  const invite = await lockInviteFor(transaction, path.id, principal.userId);
  if (invite === undefined) throw notFound('invitation');
  if (invite.status !== 'pending') throw inviteNotPending(invite.status);
  // From here on the work is in the organization that invited.
  await enterOrganization(transaction, { ...invite, userId: principal.userId });
  await markAccepted(transaction, invite);
  const memberId = await addMember(transaction, { ...invite, userId: principal.userId });
  return { status: 200, body: toTeamMember(await getMember(transaction, invite.organizationId, memberId)) };
};
