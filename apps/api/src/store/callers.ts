import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Who stands behind a token, as it is now: role, plan and website access are read at each request.
 * Undefined for a token that is unknown, revoked or expired, or whose owner left the organization.
 */
export async function findCaller(db: Kysely<Tables>, secretHash: Buffer) {
  return db
    .selectFrom('tokens')
    .innerJoin('members', (join) =>
      join
        .onRef('members.organization_id', '=', 'tokens.organization_id')
        .onRef('members.user_id', '=', 'tokens.user_id'),
    )
    .innerJoin('organizations', 'organizations.id', 'tokens.organization_id')
    .where('tokens.secret_hash', '=', secretHash)
    .where('tokens.revoked_at', 'is', null)
    .where(sql<boolean>`(tokens.expires_at is null or tokens.expires_at > now())`)
    .select([
      'tokens.id as tokenId',
      'tokens.scopes',
      'tokens.user_id as userId',
      'tokens.organization_id as organizationId',
      'members.id as memberId',
      'members.role',
      'members.all_websites as allWebsites',
      'organizations.plan',
      sql<boolean>`(tokens.last_used_at is null or tokens.last_used_at < now() - interval '1 minute')`.as(
        'isUseDue',
      ),
    ])
    .executeTakeFirst();
}

/** Notes that a token was used, and so its member active: at most once a minute, whoever asks how often. */
export async function recordUse(
  db: Kysely<Tables>,
  use: { readonly organizationId: string; readonly tokenId: string; readonly memberId: string },
): Promise<void> {
  await db
    .with('used', (cte) =>
      cte
        .updateTable('tokens')
        .set({ last_used_at: sql<Date>`now()` })
        .where('organization_id', '=', use.organizationId)
        .where('id', '=', use.tokenId)
        .where(sql<boolean>`(last_used_at is null or last_used_at < now() - interval '1 minute')`)
        .returning('id'),
    )
    .updateTable('members')
    .set({ last_active_at: sql<Date>`now()` })
    .where('organization_id', '=', use.organizationId)
    .where('id', '=', use.memberId)
    .where((where) => where.exists(where.selectFrom('used').select('used.id')))
    .execute();
}
