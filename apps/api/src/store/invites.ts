import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

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
      sql<InviteStatus>`
        case when invites.status = 'pending' and invites.expires_at <= now() then 'expired' else invites.status end
      `.as('status'),
    ])
    .forUpdate()
    .executeTakeFirst();
}

export type InviteStatus = 'pending' | 'accepted' | 'revoked' | 'expired';

export async function markAccepted(db: Kysely<Tables>, id: string): Promise<void> {
  await db
    .updateTable('invites')
    .set({ status: 'accepted', accepted_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
}
