import type { Operation } from '../operation.ts';
import { noLongerMember } from '../problems.ts';
import { findMember } from '../store/members.ts';
import { getUser, listOrganizationsOfUser } from '../store/users.ts';

export const getCurrentUser: Operation<'getCurrentUser'> = async (_request, { principal, transaction }) => {
  const member = await findMember(transaction, principal.organizationId, principal.memberId);
  const organizations = await listOrganizationsOfUser(transaction, principal.userId);
  const current = organizations.find(({ id }) => id === principal.organizationId);
  if (member === undefined || current === undefined) throw noLongerMember();
  const user = await getUser(transaction, principal.userId);

  return {
    status: 200,
    body: {
      ...user,
      createdAt: user.createdAt.toISOString(),
      membership: {
        memberId: member.id,
        organizationId: current.id,
        organizationName: current.name,
        role: member.role,
        allWebsites: member.allWebsites,
        websiteIds: [...member.websiteIds],
      },
      organizations,
    },
  };
};
