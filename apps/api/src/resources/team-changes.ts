import type { Kysely } from 'kysely';
import type { Caller } from '../context.ts';
import type { Refusal } from '../domain/refusal.ts';
import { adminNeeded, noLongerMember, validationFailed } from '../problems.ts';
import { lockKnownWebsites } from '../store/known-websites.ts';
import { findMember } from '../store/members.ts';
import { lockOrganization, type OrganizationRow } from '../store/organizations.ts';
import type { Tables } from '../store/tables.ts';

/** What all operations share that change who is in a team. */

/**
 * Lets one change of a team at a time happen: two admins cannot each be the other who stays, nor two
 * invitations take the last seat. Whoever was removed or demoted while waiting is refused.
 */
export async function lockTeam(db: Kysely<Tables>, caller: Caller): Promise<OrganizationRow> {
  const organization = await lockOrganization(db, caller.organizationId);
  const member = await findMember(db, caller.organizationId, caller.memberId);
  if (member === undefined) throw noLongerMember();
  if (member.role !== 'admin') throw adminNeeded('This operation needs the role admin.');
  return organization;
}

/** @throws 400 `validation-failed` that names each website which the organization does not have. */
export async function requireKnownWebsites(
  db: Kysely<Tables>,
  organizationId: string,
  ids: readonly string[],
): Promise<void> {
  const known = await lockKnownWebsites(db, organizationId, ids);
  const refusals = ids.flatMap((id, index) => (known.has(id.toLowerCase()) ? [] : [unknownWebsite(index)]));
  if (refusals.length > 0) throw validationFailed(refusals);
}

function unknownWebsite(index: number): Refusal {
  return {
    pointer: `/websiteIds/${index}`,
    code: 'unknown',
    message: 'must be a website of the organization',
  };
}
