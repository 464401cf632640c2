import { type Insertable, type Kysely, sql } from 'kysely';
import type { Period } from '../domain/period.ts';
import type { OwnedId } from './owned-id.ts';
import type { Tables } from './tables.ts';

/** Runs that count against the allowance of a period. */
export async function countCountedRuns(
  db: Kysely<Tables>,
  organizationId: string,
  period: Period,
): Promise<number> {
  const { count } = await db
    .selectFrom('test_runs')
    .where('organization_id', '=', organizationId)
    .where('counts_toward_usage', '=', true)
    .where('queued_at', '>=', period.from)
    .where('queued_at', '<', period.to)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export type NewRunRow = Awaited<ReturnType<typeof insertRun>>;

export async function insertRun(db: Kysely<Tables>, run: Insertable<Tables['test_runs']>) {
  return db
    .insertInto('test_runs')
    .values(run)
    .returning([
      'id',
      'organization_id as organizationId',
      'mode',
      'steps_total as stepsTotal',
      'steps_revision as stepsRevision',
      'note',
      'metadata',
      'queued_at as queuedAt',
    ])
    .executeTakeFirstOrThrow();
}

/** Cancels the runs that are not over, of a flow or of all flows of a website. */
export async function cancelRunsOf(
  db: Kysely<Tables>,
  reference: 'test_flow_id' | 'website_id',
  { organizationId, id }: OwnedId,
): Promise<void> {
  await db
    .updateTable('test_runs')
    .set({ status: 'canceled', finished_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where(reference, '=', id)
    .where('status', 'in', ['pending', 'running'])
    .execute();
}
