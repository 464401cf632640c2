import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The key that signs cursors, so that a cursor of one server is good on every other. */
export async function loadCursorKey(db: Kysely<Tables>): Promise<Uint8Array> {
  return loadSetting(db, 'cursor-key', () => randomBytes(32));
}

/**
 * The key that seals secrets at rest, where the environment gives none. It lies beside what it seals,
 * so it protects against a look at a table, not against a dump of the database.
 */
export async function loadSecretsKey(db: Kysely<Tables>): Promise<Uint8Array> {
  return loadSetting(db, 'secrets-key', () => randomBytes(32));
}

/** Whichever server comes first makes the setting; all others read it. */
export async function loadSetting(db: Kysely<Tables>, name: string, make: () => Buffer): Promise<Uint8Array> {
  await db
    .insertInto('settings')
    .values({ name, value: make() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.value;
}
