import type { components } from '@checkview/contract/types';
import type { MemberRow } from '../store/members.ts';

export function toTeamMember(row: MemberRow): components['schemas']['TeamMember'] {
  return {
    id: row.id,
    userId: row.userId,
    name: row.name,
    email: row.email,
    role: row.role,
    allWebsites: row.allWebsites,
    websiteIds: [...row.websiteIds],
    joinedAt: row.joinedAt.toISOString(),
    lastActiveAt: row.lastActiveAt?.toISOString() ?? null,
  };
}
