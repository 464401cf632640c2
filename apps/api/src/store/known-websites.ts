import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Which of some ids are websites of an organization, in lower case. They cannot be deleted before the
 * transaction ends.
 */
export async function lockKnownWebsites(
  db: Kysely<Tables>,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('websites')
    .where('organization_id', '=', organizationId)
    .where('id', 'in', [...ids])
    .select('id')
    .orderBy('id')
    .forKeyShare()
    .execute();
  return new Set(rows.map(({ id }) => id));
}
