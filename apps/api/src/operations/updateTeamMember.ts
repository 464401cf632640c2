import { changeAccess } from '../domain/website-access.ts';
import type { Operation } from '../operation.ts';
import { toTeamMember } from '../present/team-member.ts';
import { lastAdmin, notFound } from '../problems.ts';
import { lockTeam, requireKnownWebsites } from '../resources/team-changes.ts';
import { findMember, getMember, hasOtherAdmin, saveAccess } from '../store/members.ts';

export const updateTeamMember: Operation<'updateTeamMember'> = async (
  { path, body },
  { principal, transaction },
) => {
  const { organizationId } = principal;
  await lockTeam(transaction, principal);
  const member = await findMember(transaction, organizationId, path.id);
  if (member === undefined) throw notFound('team member');
  await requireKnownWebsites(transaction, organizationId, body.websiteIds ?? []);

  const access = changeAccess(member, body);
  const stopsBeingAdmin = member.role === 'admin' && access.role !== 'admin';
  if (stopsBeingAdmin && !(await hasOtherAdmin(transaction, organizationId, member.id))) throw lastAdmin();
  await saveAccess(transaction, { ...access, organizationId, id: member.id });
  return { status: 200, body: toTeamMember(await getMember(transaction, organizationId, member.id)) };
};
