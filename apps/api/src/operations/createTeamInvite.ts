import { type InviteVerdict, judgeInvite } from '../domain/seats.ts';
import { toAccess } from '../domain/website-access.ts';
import type { Operation } from '../operation.ts';
import { toTeamInvite } from '../present/team-invite.ts';
import { alreadyMember, invitePending, seatsTaken } from '../problems.ts';
import { lockTeam, requireKnownWebsites } from '../resources/team-changes.ts';
import { getInvite, getTeamPlaces, insertInvite } from '../store/invites.ts';

export const createTeamInvite: Operation<'createTeamInvite'> = async (
  { body },
  { principal, transaction, limitsOf, jobs },
) => {
  const { organizationId, userId } = principal;
  const email = body.email.toLowerCase();
  const { role = 'collaborator', allWebsites = true, websiteIds = [] } = body;
  const { plan, isTrialing } = await lockTeam(transaction, principal);
  await requireKnownWebsites(transaction, organizationId, websiteIds);
  const seats = limitsOf(plan, isTrialing).teamMembers;
  const places = await getTeamPlaces(transaction, organizationId, email);
  requireAllowed(judgeInvite(places, seats), { email, seats });

  const access = toAccess({ role, allWebsites, websiteIds });
  const id = await insertInvite(transaction, { ...access, organizationId, email, invitedBy: userId });
  await jobs.send(transaction, 'send-invite-email', { organizationId, inviteId: id });
  return {
    status: 201,
    headers: { Location: `/api/v1/team/invites/${id}` },
    body: toTeamInvite(await getInvite(transaction, organizationId, id)),
  };
};

function requireAllowed(
  verdict: InviteVerdict,
  { email, seats }: { readonly email: string; readonly seats: number },
): void {
  if (verdict === 'already-member') throw alreadyMember(email);
  if (verdict === 'invite-pending') throw invitePending(email);
  if (verdict === 'no-seat') throw seatsTaken(seats);
}
