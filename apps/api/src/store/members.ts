import { type Kysely, sql } from 'kysely';
import type { Role } from '../domain/role.ts';
import type { WebsiteAccess } from '../domain/website-access.ts';
import { containsText } from './contains-text.ts';
import { inOrder, isBehind, type ListOrder, type PageRange, positionOf } from './list-order.ts';
import { listTotal } from './list-total.ts';
import type { OwnedId } from './owned-id.ts';
import type { Tables } from './tables.ts';

export interface MemberRow extends WebsiteAccess {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly joinedAt: Date;
  readonly lastActiveAt: Date | null;
}

export async function getMember(db: Kysely<Tables>, organizationId: string, id: string): Promise<MemberRow> {
  return team(db, organizationId).selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** Undefined when the organization has no such member (any more). */
export async function findMember(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<MemberRow | undefined> {
  return team(db, organizationId).selectAll().where('id', '=', id).executeTakeFirst();
}

export interface MemberFilter {
  readonly role?: Role | undefined;
  /** A part of the name or of the e-mail address. */
  readonly search?: string | undefined;
  /** Members who can access this website. */
  readonly websiteId?: string | undefined;
}

/** What members can be listed by. */
export const memberOrders = {
  name: { column: 'team.name', type: 'text', direction: 'asc', id: 'team.id' },
  '-name': { column: 'team.name', type: 'text', direction: 'desc', id: 'team.id' },
  joinedAt: { column: 'team.joinedAt', type: 'time', direction: 'asc', id: 'team.id' },
  '-joinedAt': { column: 'team.joinedAt', type: 'time', direction: 'desc', id: 'team.id' },
} as const satisfies Readonly<Record<string, ListOrder>>;

/** Some members of an organization, in an order, behind a place. */
export async function listMembers(
  db: Kysely<Tables>,
  { organizationId, filter, order }: MemberList,
  page: PageRange,
) {
  return filteredTeam(db, organizationId, filter)
    .where(isBehind(order, page.after))
    .selectAll()
    .select(positionOf(order).as('position'))
    .orderBy(inOrder(order))
    .limit(page.limit)
    .execute();
}

export interface MemberList {
  readonly organizationId: string;
  readonly filter: MemberFilter;
  readonly order: ListOrder;
}

export function countListedMembers(
  db: Kysely<Tables>,
  { organizationId, filter }: Pick<MemberList, 'organizationId' | 'filter'>,
): Promise<number | undefined> {
  return listTotal(db, filteredTeam(db, organizationId, filter));
}

function filteredTeam(db: Kysely<Tables>, organizationId: string, filter: MemberFilter) {
  let members = team(db, organizationId);
  const { role, search, websiteId } = filter;
  if (role !== undefined) members = members.where('role', '=', role);
  if (search !== undefined) members = members.where(containsText(['team.name', 'team.email'], search));
  if (websiteId !== undefined) members = members.where(canAccess(organizationId, websiteId));
  return members;
}

/** Nobody can access a website that the organization does not have. */
function canAccess(organizationId: string, websiteId: string) {
  return sql<boolean>`exists (
    select from websites
    where websites.id = ${websiteId}::uuid and websites.organization_id = ${organizationId}::uuid
      and (team."allWebsites" or exists (
        select from member_websites
        where member_websites.member_id = team.id and member_websites.website_id = websites.id
      ))
  )`;
}

/** The members of an organization as they are shown, so that they can be ordered by the name that is shown. */
function team(db: Kysely<Tables>, organizationId: string) {
  return db.selectFrom(
    db
      .selectFrom('members')
      .innerJoin('users', 'users.id', 'members.user_id')
      .where('members.organization_id', '=', organizationId)
      .select([
        'members.id',
        'members.user_id as userId',
        sql<string>`users.first_name || ' ' || users.last_name`.as('name'),
        'users.email',
        'members.role',
        'members.all_websites as allWebsites',
        websiteIds.as('websiteIds'),
        'members.joined_at as joinedAt',
        'members.last_active_at as lastActiveAt',
      ])
      .as('team'),
  );
}

/** The websites that were given to a member; empty when the member has all of them. */
const websiteIds = sql<string[]>`
  array(
    select website_id::text from member_websites
    where member_websites.member_id = members.id and not members.all_websites
    order by website_id
  )`;

export interface NewMember extends WebsiteAccess {
  readonly organizationId: string;
  readonly userId: string;
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
  await giveWebsites(db, { ...member, id: inserted.id });
  return inserted.id;
}

/** Puts another role and website access in place of a member's own. */
export async function saveAccess(db: Kysely<Tables>, member: WebsiteAccess & OwnedId): Promise<void> {
  await db
    .updateTable('members')
    .set({ role: member.role, all_websites: member.allWebsites })
    .where('organization_id', '=', member.organizationId)
    .where('id', '=', member.id)
    .execute();
  await takeWebsites(db, member);
  await giveWebsites(db, member);
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

async function takeWebsites(db: Kysely<Tables>, { organizationId, id }: OwnedId): Promise<void> {
  await db
    .deleteFrom('member_websites')
    .where('member_id', 'in', (members) =>
      members
        .selectFrom('members')
        .select('members.id')
        .where('organization_id', '=', organizationId)
        .where('id', '=', id),
    )
    .execute();
}

async function giveWebsites(db: Kysely<Tables>, member: WebsiteAccess & OwnedId): Promise<void> {
  if (member.allWebsites || member.role === 'admin' || member.websiteIds.length === 0) return;
  await db
    .insertInto('member_websites')
    .columns(['member_id', 'website_id'])
    .expression(
      db
        .selectFrom('websites')
        .select([sql<string>`${member.id}::uuid`.as('member_id'), 'websites.id as website_id'])
        .where('organization_id', '=', member.organizationId)
        .where('id', 'in', [...member.websiteIds])
        // A website that is being deleted just now is waited for, and then left out.
        .forKeyShare(),
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

export async function deleteMember(db: Kysely<Tables>, organizationId: string, id: string): Promise<void> {
  await db.deleteFrom('members').where('organization_id', '=', organizationId).where('id', '=', id).execute();
}
