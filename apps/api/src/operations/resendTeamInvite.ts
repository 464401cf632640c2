import type { Operation } from '../operation.ts';
import { toTeamInvite } from '../present/team-invite.ts';
import { inviteNotPending, notFound } from '../problems.ts';
import { extendInvite, getInvite, lockInvite } from '../store/invites.ts';

export const resendTeamInvite: Operation<'resendTeamInvite'> = async (
  { path },
  { principal, transaction, jobs },
) => {
  const { organizationId } = principal;
  const status = await lockInvite(transaction, organizationId, path.id);
  if (status === undefined) throw notFound('invitation');
  if (status !== 'pending') throw inviteNotPending(status);
  await extendInvite(transaction, organizationId, path.id);
  await jobs.send(transaction, 'send-invite-email', { organizationId, inviteId: path.id });
  return { status: 200, body: toTeamInvite(await getInvite(transaction, organizationId, path.id)) };
};
