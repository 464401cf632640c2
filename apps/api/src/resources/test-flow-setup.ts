import { type InsertObject, type Kysely, sql } from 'kysely';
import type { Jobs } from '../jobs/jobs.ts';
import { testFlowNotReady } from '../problems.ts';
import type { Tables } from '../store/tables.ts';
import { type FlowRow, insertFlow, saveFlow } from '../store/test-flows.ts';

/** @throws 409 `test-flow-not-ready` while the steps of the flow are being generated. */
export function requireSetupOver({ setupStatus }: Pick<FlowRow, 'setupStatus'>): void {
  if (setupStatus === 'pending' || setupStatus === 'in-progress') throw testFlowNotReady();
}

export interface NewFlow {
  readonly caller: { readonly organizationId: string; readonly userId: string };
  readonly columns: Omit<InsertObject<Tables, 'test_flows'>, 'organization_id' | 'created_by'>;
}

/** Adds a flow. One whose set-up is pending gets its steps generated. */
export async function addFlow(
  db: Kysely<Tables>,
  jobs: Jobs,
  { caller, columns }: NewFlow,
): Promise<{ readonly organizationId: string; readonly id: string }> {
  const { organizationId, userId } = caller;
  const isPending = columns.setup_status === 'pending';
  const id = await insertFlow(db, {
    ...columns,
    organization_id: organizationId,
    created_by: userId,
    setup_finished_at: isPending ? null : sql<Date>`now()`,
  });
  if (isPending) await sendSetup(db, jobs, { organizationId, id, setupAttempt: 1 });
  return { organizationId, id };
}

/** Begins the set-up of a flow that is locked once more. What an earlier one finds out is not kept any more. */
export async function beginSetup(
  db: Kysely<Tables>,
  jobs: Jobs,
  flow: Pick<FlowRow, 'id' | 'organizationId' | 'setupAttempt'>,
): Promise<void> {
  const attempt = flow.setupAttempt + 1;
  await saveFlow(db, flow, {
    setup_status: 'pending',
    setup_attempt: attempt,
    setup_error_code: null,
    setup_error_message: null,
    setup_finished_at: null,
  });
  await sendSetup(db, jobs, { ...flow, setupAttempt: attempt });
}

/** Has the steps of a flow generated, whose set-up is pending. */
async function sendSetup(
  db: Kysely<Tables>,
  jobs: Jobs,
  { organizationId, id, setupAttempt }: Pick<FlowRow, 'id' | 'organizationId' | 'setupAttempt'>,
): Promise<void> {
  await jobs.send(db, 'generate-test-steps', { organizationId, testFlowId: id, attempt: setupAttempt });
}
