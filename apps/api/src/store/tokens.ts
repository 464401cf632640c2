import { type Kysely, sql } from 'kysely';
import type { TokenScope } from '../domain/token-request.ts';
import { inOrder, isBehind, newestFirst, type PageRange, positionOf } from './list-order.ts';
import { listTotal } from './list-total.ts';
import type { Tables } from './tables.ts';

/** Whose tokens: every user has their own in each organization. */
export interface TokenOwner {
  readonly organizationId: string;
  readonly userId: string;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly secretHash: Buffer;
  readonly preview: string;
  readonly expiresAt: Date | null;
  readonly createdVia: 'dashboard' | 'api';
}

export type TokenRow = Awaited<ReturnType<typeof insertToken>>;

const columns = [
  'id',
  'name',
  'scopes',
  'preview',
  'expires_at',
  'last_used_at',
  'created_via',
  'created_at',
] as const;

export async function insertToken(db: Kysely<Tables>, owner: TokenOwner, token: NewToken) {
  return db
    .insertInto('tokens')
    .values({
      organization_id: owner.organizationId,
      user_id: owner.userId,
      name: token.name,
      scopes: [...token.scopes],
      secret_hash: token.secretHash,
      preview: token.preview,
      expires_at: token.expiresAt,
      created_via: token.createdVia,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

export async function findActiveToken(
  db: Kysely<Tables>,
  owner: TokenOwner,
  id: string,
): Promise<TokenRow | undefined> {
  return activeTokens(db, owner).where('id', '=', id).select(columns).executeTakeFirst();
}

const order = newestFirst('tokens');

/** The active tokens of an owner, newest first, behind a place. */
export async function listActiveTokens(db: Kysely<Tables>, owner: TokenOwner, page: PageRange) {
  return activeTokens(db, owner)
    .where(isBehind(order, page.after))
    .select([...columns, positionOf(order).as('position')])
    .orderBy(inOrder(order))
    .limit(page.limit)
    .execute();
}

export function countActiveTokens(db: Kysely<Tables>, owner: TokenOwner): Promise<number | undefined> {
  return listTotal(db, activeTokens(db, owner));
}

/** Whether there was an active token to revoke. */
export async function revokeActiveToken(db: Kysely<Tables>, owner: TokenOwner, id: string): Promise<boolean> {
  const result = await db
    .updateTable('tokens')
    .set({ revoked_at: sql<Date>`now()` })
    .where('organization_id', '=', owner.organizationId)
    .where('user_id', '=', owner.userId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where(isNotExpired())
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends every token of an owner at once. */
export async function revokeAllTokens(db: Kysely<Tables>, owner: TokenOwner): Promise<void> {
  await db
    .updateTable('tokens')
    .set({ revoked_at: sql<Date>`now()` })
    .where('organization_id', '=', owner.organizationId)
    .where('user_id', '=', owner.userId)
    .where('revoked_at', 'is', null)
    .execute();
}

function activeTokens(db: Kysely<Tables>, owner: TokenOwner) {
  return db
    .selectFrom('tokens')
    .where('organization_id', '=', owner.organizationId)
    .where('user_id', '=', owner.userId)
    .where('revoked_at', 'is', null)
    .where(isNotExpired());
}

function isNotExpired() {
  return sql<boolean>`(expires_at is null or expires_at > now())`;
}
