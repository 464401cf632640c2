import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Period } from '../domain/period.ts';
import type { Tables } from './tables.ts';
import { mayAccess, type Viewer } from './viewer.ts';

export async function countWebsites(db: Kysely<Tables>, viewer: Viewer) {
  return db
    .selectFrom('websites')
    .where('organization_id', '=', viewer.organizationId)
    .where(mayAccess(viewer, 'websites.id'))
    .select([
      countWhere(sql`true`).as('total'),
      countWhere(sql`status = 'active'`).as('active'),
      countWhere(sql`status = 'paused'`).as('paused'),
      countWhere(sql`connection_status in ('disconnected', 'blocked')`).as('disconnected'),
    ])
    .executeTakeFirstOrThrow();
}

export async function countTestFlows(db: Kysely<Tables>, viewer: Viewer) {
  const isPaused = sql`(test_flows.status = 'paused' or websites.status = 'paused')`;
  return db
    .selectFrom('test_flows')
    .innerJoin('websites', 'websites.id', 'test_flows.website_id')
    .where('test_flows.organization_id', '=', viewer.organizationId)
    .where(mayAccess(viewer, 'test_flows.website_id'))
    .select([
      countWhere(sql`true`).as('total'),
      countWhere(sql`not ${isPaused}`).as('active'),
      countWhere(isPaused).as('paused'),
      countWhere(sql`test_flows.setup_status = 'failed'`).as('setupError'),
    ])
    .executeTakeFirstOrThrow();
}

export async function countTestRuns(db: Kysely<Tables>, viewer: Viewer, period: Period) {
  return db
    .selectFrom('test_runs')
    .where('organization_id', '=', viewer.organizationId)
    .where(mayAccess(viewer, 'test_runs.website_id'))
    .where('queued_at', '>=', period.from)
    .where('queued_at', '<', period.to)
    .select([
      countWhere(sql`true`).as('total'),
      countWhere(sql`status = 'passed'`).as('passed'),
      countWhere(sql`status = 'failed'`).as('failed'),
      countWhere(sql`status = 'canceled'`).as('canceled'),
      countWhere(sql`status in ('pending', 'running')`).as('unfinished'),
    ])
    .executeTakeFirstOrThrow();
}

export async function summarizeAudits(db: Kysely<Tables>, viewer: Viewer, period: Period) {
  return db
    .selectFrom('ux_audits')
    .where('organization_id', '=', viewer.organizationId)
    .where(mayAccess(viewer, 'ux_audits.website_id'))
    .where('created_at', '>=', period.from)
    .where('created_at', '<', period.to)
    .select([
      countWhere(sql`true`).as('total'),
      sql<number | null>`avg(score) filter (where status = 'completed')::float8`.as('averageScore'),
    ])
    .executeTakeFirstOrThrow();
}

export async function countMembers(db: Kysely<Tables>, organizationId: string) {
  return db
    .selectFrom('members')
    .where('organization_id', '=', organizationId)
    .select([
      countWhere(sql`true`).as('total'),
      countWhere(sql`role = 'admin'`).as('admins'),
      countWhere(sql`role = 'collaborator'`).as('collaborators'),
    ])
    .executeTakeFirstOrThrow();
}

export async function countPendingInvites(db: Kysely<Tables>, organizationId: string): Promise<number> {
  const { pending } = await db
    .selectFrom('invites')
    .where('organization_id', '=', organizationId)
    .select(countWhere(sql`status = 'pending' and expires_at > now()`).as('pending'))
    .executeTakeFirstOrThrow();
  return pending;
}

function countWhere(condition: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`count(*) filter (where ${condition})::int`;
}
