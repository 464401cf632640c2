import { type Kysely, sql } from 'kysely';
import type { Role } from '../domain/role.ts';
import type { TeamPlaces } from '../domain/seats.ts';
import type { WebsiteAccess } from '../domain/website-access.ts';
import { containsText } from './contains-text.ts';
import { inOrder, isBehind, newestFirst, type PageRange, positionOf } from './list-order.ts';
import { listTotal } from './list-total.ts';
import type { OwnedId } from './owned-id.ts';
import type { Tables } from './tables.ts';

export type InviteStatus = 'pending' | 'accepted' | 'revoked' | 'expired';

/** Nothing happens in the table when an invitation expires: it is read off the clock. */
const status = sql<InviteStatus>`
  case when invites.status = 'pending' and invites.expires_at <= now() then 'expired' else invites.status end`;

const isOpen = sql<boolean>`invites.status = 'pending' and invites.expires_at > now()`;

const aWeekFromNow = sql<Date>`now() + interval '7 days'`;

/**
 * The invitation with an id that was sent to a user's e-mail address, locked until the transaction
 * ends. For everybody else it does not exist.
 */
export async function lockInviteFor(db: Kysely<Tables>, id: string, userId: string) {
  return db
    .selectFrom('invites')
    .where('invites.id', '=', id)
    .where('invites.email', '=', (users) =>
      users.selectFrom('users').select('users.email').where('id', '=', userId),
    )
    .select([
      'invites.id',
      'invites.organization_id as organizationId',
      'invites.role',
      'invites.all_websites as allWebsites',
      'invites.website_ids as websiteIds',
      status.as('status'),
    ])
    .forUpdate()
    .executeTakeFirst();
}

/** The status of an invitation of an organization, locked until the transaction ends. */
export async function lockInvite(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<InviteStatus | undefined> {
  const found = await db
    .selectFrom('invites')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .select(status.as('status'))
    .forUpdate()
    .executeTakeFirst();
  return found?.status;
}

export async function markAccepted(db: Kysely<Tables>, { organizationId, id }: OwnedId): Promise<void> {
  await db
    .updateTable('invites')
    .set({ status: 'accepted', accepted_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

export async function markRevoked(db: Kysely<Tables>, organizationId: string, id: string): Promise<void> {
  await db
    .updateTable('invites')
    .set({ status: 'revoked' })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Lets an invitation run for a week from now on. */
export async function extendInvite(db: Kysely<Tables>, organizationId: string, id: string): Promise<void> {
  await db
    .updateTable('invites')
    .set({ expires_at: aWeekFromNow })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/**
 * Who is in the team and who may join it, in one look: an invitation that is accepted meanwhile is seen
 * either open or as a member. Lock the organization first, or two may take the last seat.
 */
export async function getTeamPlaces(
  db: Kysely<Tables>,
  organizationId: string,
  email: string,
): Promise<TeamPlaces> {
  const { rows } = await sql<TeamPlaces>`
    with
      team as (
        select users.email from members join users on users.id = members.user_id
        where members.organization_id = ${organizationId}
      ),
      open as (select email from invites where organization_id = ${organizationId} and ${isOpen})
    select
      exists (select from team where email = ${email}) as "isMember",
      exists (select from open where email = ${email}) as "isInvited",
      ((select count(*) from team) + (select count(*) from open))::int as "seatsTaken"`.execute(db);
  const [places] = rows;
  if (places === undefined) throw new Error('A query of one row gave none.');
  return places;
}

export interface NewInvite extends WebsiteAccess {
  readonly organizationId: string;
  readonly email: string;
  readonly invitedBy: string;
}

/** @returns the id of the invitation. */
export async function insertInvite(db: Kysely<Tables>, invite: NewInvite): Promise<string> {
  const { id } = await db
    .insertInto('invites')
    .values({
      organization_id: invite.organizationId,
      email: invite.email,
      role: invite.role,
      all_websites: invite.allWebsites,
      website_ids: [...invite.websiteIds],
      invited_by: invite.invitedBy,
      expires_at: aWeekFromNow,
      accepted_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export type InviteRow = Awaited<ReturnType<typeof getInvite>>;

export async function getInvite(db: Kysely<Tables>, organizationId: string, id: string) {
  return invites(db, organizationId).where('invites.id', '=', id).executeTakeFirstOrThrow();
}

export interface InviteFilter {
  readonly status?: InviteStatus | undefined;
  readonly role?: Role | undefined;
  /** A part of the e-mail address. */
  readonly search?: string | undefined;
}

const order = newestFirst('invites');

/** Some invitations of an organization, newest first, behind a place. */
export async function listInvites(
  db: Kysely<Tables>,
  { organizationId, filter, page }: InviteList & { readonly page: PageRange },
) {
  return invites(db, organizationId)
    .where(passes(filter))
    .where(isBehind(order, page.after))
    .select(positionOf(order).as('position'))
    .orderBy(inOrder(order))
    .limit(page.limit)
    .execute();
}

export interface InviteList {
  readonly organizationId: string;
  readonly filter: InviteFilter;
}

export function countInvites(
  db: Kysely<Tables>,
  { organizationId, filter }: InviteList,
): Promise<number | undefined> {
  return listTotal(
    db,
    db.selectFrom('invites').where('organization_id', '=', organizationId).where(passes(filter)),
  );
}

function passes(filter: InviteFilter) {
  const conditions = [sql`true`];
  if (filter.status !== undefined) conditions.push(sql`${status} = ${filter.status}`);
  if (filter.role !== undefined) conditions.push(sql`invites.role = ${filter.role}`);
  if (filter.search !== undefined) conditions.push(containsText(['invites.email'], filter.search));
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** Invitations as they are shown. Websites that were deleted since are left out. */
function invites(db: Kysely<Tables>, organizationId: string) {
  return db
    .selectFrom('invites')
    .innerJoin('organizations', 'organizations.id', 'invites.organization_id')
    .leftJoin('users', 'users.id', 'invites.invited_by')
    .where('invites.organization_id', '=', organizationId)
    .select([
      'invites.id',
      'invites.email',
      'invites.role',
      'invites.all_websites as allWebsites',
      sql<string[]>`
        array(
          select websites.id::text from websites
          where websites.organization_id = invites.organization_id and websites.id = any(invites.website_ids)
          order by websites.id
        )`.as('websiteIds'),
      status.as('status'),
      'users.id as inviterId',
      'users.first_name as inviterFirstName',
      'users.last_name as inviterLastName',
      'users.email as inviterEmail',
      'organizations.id as organizationId',
      'organizations.name as organizationName',
      'invites.expires_at as expiresAt',
      'invites.accepted_at as acceptedAt',
      'invites.created_at as createdAt',
    ]);
}
