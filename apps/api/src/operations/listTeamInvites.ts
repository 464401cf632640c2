import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { toTeamInvite } from '../present/team-invite.ts';
import { countInvites, listInvites } from '../store/invites.ts';
import type { PageRange } from '../store/list-order.ts';

export const listTeamInvites: Operation<'listTeamInvites'> = async (
  { query },
  { principal, transaction, cursors },
) => {
  const { organizationId } = principal;
  const { status, role, search } = query;
  const invites = { organizationId, filter: { status, role, search } };
  const list = {
    name: ['team-invites', organizationId, JSON.stringify([status, role, search])],
    rows: (page: PageRange) => listInvites(transaction, { ...invites, page }),
    total: () => countInvites(transaction, invites),
  };
  const { rows, page } = await readPage(cursors, list, query);
  return { status: 200, body: rows.map(toTeamInvite), page };
};
