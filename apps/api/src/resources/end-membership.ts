import type { Kysely } from 'kysely';
import { lastAdmin } from '../problems.ts';
import { deleteMember, hasOtherAdmin, type MemberRow } from '../store/members.ts';
import type { Tables } from '../store/tables.ts';
import { revokeAllTokens } from '../store/tokens.ts';

/**
 * Takes somebody out of an organization, with all their tokens for it. Lock the organization first.
 * @throws 409 `last-admin` when no admin would be left.
 */
export async function endMembership(
  db: Kysely<Tables>,
  member: Pick<MemberRow, 'id' | 'userId' | 'role'> & { readonly organizationId: string },
): Promise<void> {
  const { organizationId, id, role } = member;
  if (role === 'admin' && !(await hasOtherAdmin(db, organizationId, id))) throw lastAdmin();
  await deleteMember(db, organizationId, id);
  await revokeAllTokens(db, member);
}
