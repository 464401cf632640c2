import type { Operation } from '../operation.ts';
import { inviteNotPending, notFound } from '../problems.ts';
import { lockInvite, markRevoked } from '../store/invites.ts';

export const revokeTeamInvite: Operation<'revokeTeamInvite'> = async (
  { path },
  { principal, transaction },
) => {
  const { organizationId } = principal;
  const status = await lockInvite(transaction, organizationId, path.id);
  if (status === undefined) throw notFound('invitation');
  if (status !== 'pending') throw inviteNotPending(status);
  await markRevoked(transaction, organizationId, path.id);
  return { status: 204 };
};
