import { type Kysely, sql } from 'kysely';
import type { Schedule } from '../domain/organization-defaults.ts';
import type { Period } from '../domain/period.ts';
import type { Tables } from './tables.ts';
import { mayAccess, type Viewer } from './viewer.ts';

const count = sql<number>`count(*)::int`;

/** Runs that count, by what started them. */
export async function countRunsByTrigger(db: Kysely<Tables>, organizationId: string, period: Period) {
  return countedRuns(db, organizationId, period)
    .select(['test_runs.trigger', count.as('count')])
    .groupBy('test_runs.trigger')
    .execute();
}

/**
 * Runs that count, by website that the viewer may access, most first; those of deleted websites together
 * under null, for who sees all.
 */
export async function countRunsByWebsite(db: Kysely<Tables>, viewer: Viewer, period: Period) {
  return countedRuns(db, viewer.organizationId, period)
    .where(mayAccess(viewer, 'test_runs.website_id'))
    .leftJoin('websites', 'websites.id', 'test_runs.website_id')
    .select(['websites.id as websiteId', 'websites.name', count.as('count')])
    .groupBy(['websites.id', 'websites.name'])
    .orderBy('count', 'desc')
    .orderBy('websites.name')
    .orderBy('websites.id')
    .execute();
}

export async function countAudits(
  db: Kysely<Tables>,
  organizationId: string,
  period: Period,
): Promise<number> {
  const row = await db
    .selectFrom('ux_audits')
    .where('organization_id', '=', organizationId)
    .where('created_at', '>=', period.from)
    .where('created_at', '<', period.to)
    .select(count.as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The schedules that make runs: enabled, and neither the flow nor its website paused. */
export async function countRunningSchedules(db: Kysely<Tables>, organizationId: string) {
  const cadence = sql<Schedule['cadence']>`test_flows.schedule ->> 'cadence'`;
  return db
    .selectFrom('test_flows')
    .innerJoin('websites', 'websites.id', 'test_flows.website_id')
    .where('test_flows.organization_id', '=', organizationId)
    .where('test_flows.status', '=', 'active')
    .where('websites.status', '=', 'active')
    .where(sql<boolean>`(test_flows.schedule ->> 'enabled')::boolean`)
    .select([cadence.as('cadence'), count.as('count')])
    .groupBy(cadence)
    .execute();
}

function countedRuns(db: Kysely<Tables>, organizationId: string, period: Period) {
  return db
    .selectFrom('test_runs')
    .where('test_runs.organization_id', '=', organizationId)
    .where('test_runs.counts_toward_usage', '=', true)
    .where('test_runs.queued_at', '>=', period.from)
    .where('test_runs.queued_at', '<', period.to);
}
