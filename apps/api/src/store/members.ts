import { type Kysely, sql } from 'kysely';
import type { Role } from '../domain/role.ts';
import type { Tables } from './tables.ts';

export interface MemberRow {
  readonly id: string;
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly role: Role;
  readonly allWebsites: boolean;
  readonly websiteIds: readonly string[];
  readonly joinedAt: Date;
  readonly lastActiveAt: Date | null;
}

export async function getMember(db: Kysely<Tables>, id: string): Promise<MemberRow> {
  return member(db, id).executeTakeFirstOrThrow();
}

/** Undefined for a member who was removed since the request began. */
export async function findMember(db: Kysely<Tables>, id: string): Promise<MemberRow | undefined> {
  return member(db, id).executeTakeFirst();
}

function member(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .where('members.id', '=', id)
    .select([
      'members.id',
      'members.user_id as userId',
      'users.first_name as firstName',
      'users.last_name as lastName',
      'users.email',
      'members.role',
      'members.all_websites as allWebsites',
      websiteIds.as('websiteIds'),
      'members.joined_at as joinedAt',
      'members.last_active_at as lastActiveAt',
    ]);
}

/** The websites that were given to a member; empty when the member has all of them. */
const websiteIds = sql<string[]>`
  array(
    select website_id::text from member_websites
    where member_websites.member_id = members.id and not members.all_websites
    order by website_id
  )`;

export interface NewMember {
  readonly organizationId: string;
  readonly userId: string;
  readonly role: Role;
  readonly allWebsites: boolean;
  readonly websiteIds: readonly string[];
}

/**
 * Makes a user a member. Somebody who is one already stays as they are. Websites that the
 * organization does not have (any more) are left out.
 * @returns the id of the membership.
 */
export async function addMember(db: Kysely<Tables>, member: NewMember): Promise<string> {
  const { organizationId, userId } = member;
  const inserted = await db
    .insertInto('members')
    .values({
      organization_id: organizationId,
      user_id: userId,
      role: member.role,
      all_websites: member.allWebsites || member.role === 'admin',
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'user_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return findMemberId(db, organizationId, userId);
  await giveWebsites(db, inserted.id, member);
  return inserted.id;
}

async function findMemberId(db: Kysely<Tables>, organizationId: string, userId: string): Promise<string> {
  const { id } = await db
    .selectFrom('members')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return id;
}

async function giveWebsites(db: Kysely<Tables>, memberId: string, member: NewMember): Promise<void> {
  if (member.allWebsites || member.role === 'admin' || member.websiteIds.length === 0) return;
  await db
    .insertInto('member_websites')
    .columns(['member_id', 'website_id'])
    .expression(
      db
        .selectFrom('websites')
        .select([sql<string>`${memberId}::uuid`.as('member_id'), 'websites.id as website_id'])
        .where('organization_id', '=', member.organizationId)
        .where('id', 'in', [...member.websiteIds]),
    )
    .execute();
}

/** Whether somebody else is an admin too. Lock the organization first, or two may leave at once. */
export async function hasOtherAdmin(
  db: Kysely<Tables>,
  organizationId: string,
  memberId: string,
): Promise<boolean> {
  const other = await db
    .selectFrom('members')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('role', '=', 'admin')
    .where('id', '!=', memberId)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

export async function deleteMember(db: Kysely<Tables>, id: string): Promise<void> {
  await db.deleteFrom('members').where('id', '=', id).execute();
}
