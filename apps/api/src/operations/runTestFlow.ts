import { changeFlowSettings, resolveSettings } from '../domain/flow-settings.ts';
import { pickVariables } from '../domain/run-variables.ts';
import type { Operation } from '../operation.ts';
import { toNewTestRun } from '../present/test-run.ts';
import { testFlowNotRunnable, testFlowPaused, websitePaused } from '../problems.ts';
import { lockFlowOf } from '../resources/test-flow-of.ts';
import { requireAllowance } from '../resources/test-run-allowance.ts';
import { lockOrganization } from '../store/organizations.ts';
import type { FlowRow } from '../store/test-flows.ts';
import { insertRun } from '../store/test-runs.ts';
import { readEnabledSteps } from '../store/test-steps.ts';
import { getUserRef } from '../store/user-ref.ts';

export const runTestFlow: Operation<'runTestFlow'> = async (
  { path, body = {} },
  { principal, transaction, jobs, limitsOf },
) => {
  const { mode, variables = {}, note, metadata = {} } = body;
  const flow = await lockFlowOf(transaction, principal, path.id);
  requireRunnable(flow);
  const steps = await readEnabledSteps(transaction, flow);
  if (steps.length === 0) throw testFlowNotRunnable('The test flow has no enabled step.');
  // Held until the run is counted, so that no two take the last of the month.
  const organization = await lockOrganization(transaction, flow.organizationId);
  await requireAllowance(transaction, organization, limitsOf);
  const settings = resolveSettings(changeFlowSettings(flow.settings, {}), organization.settings);

  const run = await insertRun(transaction, {
    organization_id: flow.organizationId,
    website_id: flow.websiteId,
    test_flow_id: flow.id,
    test_flow_type: flow.type,
    trigger: 'api',
    mode: mode ?? settings.mode,
    steps_total: steps.length,
    steps_revision: flow.stepsRevision,
    variables: JSON.stringify(pickVariables(variables, steps)),
    note: note?.trim() ?? null,
    metadata: JSON.stringify(metadata),
    triggered_by: principal.userId,
  });
  await jobs.send(transaction, 'run-test-flow', { organizationId: flow.organizationId, testRunId: run.id });
  const triggeredBy = await getUserRef(transaction, principal.userId);
  return {
    status: 201,
    headers: { Location: `/api/v1/test-runs/${run.id}` },
    body: toNewTestRun(run, flow, triggeredBy),
  };
};

function requireRunnable({ status, websiteStatus, setupStatus }: FlowRow): void {
  if (status === 'paused') throw testFlowPaused();
  if (websiteStatus === 'paused') throw websitePaused();
  if (setupStatus === 'failed') throw testFlowNotRunnable('The set-up of the test flow has failed.');
  if (setupStatus !== 'ready') throw testFlowNotRunnable('The set-up of the test flow has not finished.');
}
