import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { toTeamMember } from '../present/team-member.ts';
import { countListedMembers, listMembers, memberOrders } from '../store/members.ts';

export const listTeamMembers: Operation<'listTeamMembers'> = async (
  { query },
  { principal, transaction, cursors },
) => {
  const { organizationId } = principal;
  const { role, search, websiteId, sort } = query;
  const members = { organizationId, filter: { role, search, websiteId }, order: memberOrders[sort] };
  const list = {
    name: ['team-members', organizationId, JSON.stringify([role, search, websiteId]), sort],
    rows: (page: Parameters<typeof listMembers>[2]) => listMembers(transaction, members, page),
    total: () => countListedMembers(transaction, members),
  };
  const { rows, page } = await readPage(cursors, list, query);
  return { status: 200, body: rows.map(toTeamMember), page };
};
