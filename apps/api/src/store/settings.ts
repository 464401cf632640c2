import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * The key that signs cursors. Whichever server comes first makes it; all others read it, so that a
 * cursor of one is good on every other.
 */
export async function loadCursorKey(db: Kysely<Tables>): Promise<Uint8Array> {
  const name = 'cursor-key';
  await db
    .insertInto('settings')
    .values({ name, value: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.value;
}
