import { type Kysely, sql } from 'kysely';
import { withNext } from './joined-pool.ts';
import type { Tables } from './tables.ts';

/** In whose name a transaction works. */
export interface Tenant {
  readonly organizationId: string;
  /** Null for work that nobody asked for just now, such as a job. */
  readonly userId: string | null;
}

/**
 * From here to its end the transaction sees and writes rows of one organization only: the second line
 * behind the predicates of each query. Both settings end with the transaction.
 */
export async function enterOrganization(
  db: Kysely<Tables>,
  { organizationId, userId }: Tenant,
): Promise<void> {
  await sql`${sql.raw(withNext)}
    select set_config('role', 'checkview_app', true),
      set_config('checkview.organization_id', ${organizationId}, true),
      set_config('checkview.user_id', ${userId ?? ''}, true)`.execute(db);
}

/** Runs `work` in a transaction of its own that entered an organization. */
export async function inOrganization<Result>(
  db: Kysely<Tables>,
  tenant: Tenant,
  work: (transaction: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (transaction) => {
    await enterOrganization(transaction, tenant);
    return work(transaction);
  });
}
