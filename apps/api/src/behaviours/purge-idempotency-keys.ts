import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';

/**
 * Removes answers whose time is over, at most so many at once, passing over those that another server
 * is removing.
 * @returns how many were removed.
 */
export async function purgeIdempotencyKeys(db: Kysely<Tables>, atMost: number): Promise<number> {
  const expired = db
    .selectFrom('idempotency_keys')
    .select('id')
    .where(sql<boolean>`expires_at <= now()`)
    .limit(atMost)
    .forUpdate()
    .skipLocked();
  const { numDeletedRows } = await db
    .deleteFrom('idempotency_keys')
    .where('id', 'in', expired)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/**
 * Purges again and again. A purge that fails is told, and left to the next one.
 * @returns what stops it.
 */
export function startPurging(
  db: Kysely<Tables>,
  everyMs: number,
  onError: (error: unknown) => void,
): () => void {
  const timer = setInterval(() => {
    purgeIdempotencyKeys(db, 1_000).catch(onError);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
