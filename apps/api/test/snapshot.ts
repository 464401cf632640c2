import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../src/store/tables.ts';

/** Every table whose rows say which organization they belong to, as the database itself tells. */
export async function ownedTables(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'organization_id' order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

/** What every request notes of its caller, whatever becomes of it. */
const noted = ['last_used_at', 'last_active_at'];

/** A hash of all rows of an organization, by table: equal when nothing was changed. */
export async function snapshot(
  db: Kysely<Tables>,
  organizationId: string,
): Promise<Readonly<Record<string, string>>> {
  const taken: Record<string, string> = {};
  for (const table of await ownedTables(db)) {
    taken[table] = await hashRows(db, table, sql`organization_id = ${organizationId}`);
  }
  taken.organizations = await hashRows(db, 'organizations', sql`id = ${organizationId}`);
  const ownWebsites = sql`website_id in (select id from websites where organization_id = ${organizationId})`;
  taken.member_websites = await hashRows(db, 'member_websites', ownWebsites);
  return taken;
}

async function hashRows(
  db: Kysely<Tables>,
  table: string,
  condition: ReturnType<typeof sql>,
): Promise<string> {
  const { rows } = await sql<{ row: string }>`
    select (to_jsonb(one) - ${noted}::text[])::text as row from ${sql.ref(table)} one
    where ${condition} order by 1`.execute(db);
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}
