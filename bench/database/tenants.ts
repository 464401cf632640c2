import { createTestIdentities, type Database, type TestIdentity } from '@checkview/api';
import { sql } from 'kysely';
import type { Filling } from './filling.ts';

/** An organization with one admin, in whose name everything is asked. */
export type Tenant = Pick<TestIdentity, 'token' | 'organizationId' | 'userId'>;

export async function addTenants(
  database: Database,
): Promise<{ readonly small: Tenant; readonly large: Tenant }> {
  const { admin, other } = await createTestIdentities(database);
  return { small: admin, large: other };
}

/**
 * Gives the tenant tokens by their place in its list, 1 first: newest first, and newer than every token it
 * has already, such as the one in use, which shows when it was used and so does not stay as it is.
 */
export async function addTokens(
  { kysely }: Filling,
  { organizationId, userId }: Tenant,
  places: { readonly from: number; readonly to: number },
): Promise<void> {
  await sql`
    insert into tokens
      (organization_id, user_id, name, scopes, secret_hash, preview, created_via, created_at)
    select ${organizationId}::uuid, ${userId}::uuid, 'Deployment ' || place,
      array['read:organization', 'write:organization'],
      sha256(convert_to(${organizationId} || place, 'UTF8')), 'cvpat_...' || lpad(to_hex(place % 65536), 4, '0'),
      'api', timestamptz '2100-01-01T00:00:00Z' - place * interval '1 millisecond'
    from generate_series(${places.from}::integer, ${places.to}::integer) as place`.execute(kysely);
}

/** As autovacuum leaves a table some time after it was filled. */
export async function settle({ kysely }: Filling): Promise<void> {
  await sql`vacuum analyze tokens`.execute(kysely);
}

export async function anyTokenOf({ kysely }: Filling, { userId }: Tenant): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from tokens where user_id = ${userId} and name = 'Deployment 7'`.execute(kysely);
  return rows[0]?.id ?? '';
}
