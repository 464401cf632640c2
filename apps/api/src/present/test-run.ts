import type { components } from '@checkview/contract/types';
import type { FlowRow } from '../store/test-flows.ts';
import type { NewRunRow } from '../store/test-runs.ts';
import type { UserRefRow } from '../store/user-ref.ts';

/** A run that was just asked for: nothing has happened in it. */
export function toNewTestRun(
  run: NewRunRow,
  flow: FlowRow,
  triggeredBy: UserRefRow | null,
): components['schemas']['TestRun'] {
  return {
    id: run.id,
    organizationId: run.organizationId,
    websiteId: flow.websiteId,
    websiteName: flow.websiteName,
    websiteDeleted: false,
    testFlowId: flow.id,
    testFlowName: flow.name,
    testFlowDeleted: false,
    testFlowType: flow.type,
    status: 'pending',
    trigger: 'api',
    mode: run.mode,
    batchId: null,
    retryOfId: null,
    retriedById: null,
    stepsTotal: run.stepsTotal,
    stepsPassed: 0,
    stepsFailed: 0,
    stepsSkipped: 0,
    stepsRevision: run.stepsRevision,
    failedStep: null,
    error: null,
    analysis: null,
    artifacts: { screenshots: 0, video: 0, networkLog: 0, trace: 0, emails: 0 },
    note: run.note,
    metadata: run.metadata,
    triggeredBy,
    queuedAt: run.queuedAt.toISOString(),
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    countsTowardUsage: true,
  };
}
