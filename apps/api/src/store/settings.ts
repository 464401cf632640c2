import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import {
  createPluginKeys,
  exportPluginKeys,
  importPluginKeys,
  type PluginKeys,
} from '../helper-plugin/plugin-keys.ts';
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

/** The key pair that requests to helper plugins are signed with. */
export async function loadPluginKeys(db: Kysely<Tables>): Promise<PluginKeys> {
  const pem = await loadSetting(db, 'plugin-key', async () =>
    Buffer.from(exportPluginKeys(await createPluginKeys())),
  );
  return importPluginKeys(Buffer.from(pem).toString());
}

/** Whichever server comes first makes the setting; all others read it. */
async function loadSetting(
  db: Kysely<Tables>,
  name: string,
  make: () => Buffer | Promise<Buffer>,
): Promise<Uint8Array> {
  const found = await findSetting(db, name);
  if (found !== undefined) return found;
  await db
    .insertInto('settings')
    .values({ name, value: await make() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await findSetting(db, name);
  if (made === undefined) throw new Error(`The setting ${name} was deleted just now.`);
  return made;
}

async function findSetting(db: Kysely<Tables>, name: string): Promise<Uint8Array | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}
