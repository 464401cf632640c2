import type { Operation } from '../operation.ts';
import { toTeamMember } from '../present/team-member.ts';
import { notFound } from '../problems.ts';
import { findMember } from '../store/members.ts';

export const getTeamMember: Operation<'getTeamMember'> = async ({ path }, { principal, transaction }) => {
  const member = await findMember(transaction, principal.organizationId, path.id);
  if (member === undefined) throw notFound('team member');
  return { status: 200, body: toTeamMember(member) };
};
