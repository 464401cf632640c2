import type { components } from '@checkview/contract/types';
import type { InviteRow } from '../store/invites.ts';

export function toTeamInvite(row: InviteRow): components['schemas']['TeamInvite'] {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    allWebsites: row.allWebsites,
    websiteIds: row.websiteIds,
    status: row.status,
    invitedBy: toInviter(row),
    organization: { id: row.organizationId, name: row.organizationName },
    expiresAt: row.expiresAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Null when the user was deleted since. */
function toInviter(row: InviteRow): components['schemas']['UserRef'] | null {
  const { inviterId: id, inviterFirstName, inviterLastName, inviterEmail: email } = row;
  if (id === null || email === null) return null;
  return { id, name: `${inviterFirstName} ${inviterLastName}`, email };
}
