import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';
import { mayAccess, type Viewer } from './viewer.ts';

/** The flow that steps belong to, as far as they depend on it. */
export type FlowOfSteps = NonNullable<Awaited<ReturnType<typeof findFlowOfSteps>>>;

/** Undefined when the viewer sees no such flow. */
export async function findFlowOfSteps(db: Kysely<Tables>, viewer: Viewer, id: string) {
  return visibleFlow(db, viewer, id).executeTakeFirst();
}

/** Lets one change of the flow's steps at a time happen. */
export async function lockFlowOfSteps(
  db: Kysely<Tables>,
  viewer: Viewer,
  id: string,
): Promise<FlowOfSteps | undefined> {
  return visibleFlow(db, viewer, id).forNoKeyUpdate().executeTakeFirst();
}

function visibleFlow(db: Kysely<Tables>, viewer: Viewer, id: string) {
  return db
    .selectFrom('test_flows')
    .where('organization_id', '=', viewer.organizationId)
    .where('id', '=', id)
    .where(mayAccess(viewer, 'test_flows.website_id'))
    .select([
      'id',
      'organization_id as organizationId',
      'type',
      'setup_status as setupStatus',
      'steps_revision as stepsRevision',
    ]);
}
