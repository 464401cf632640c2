import type { components } from '@checkview/contract/types';
import { changeFlowSettings, resolveSettings } from '../domain/flow-settings.ts';
import { findNextRun } from '../domain/next-run.ts';
import type { OrganizationSettings } from '../domain/organization-settings.ts';
import type { FlowRow } from '../store/test-flows.ts';

type Schemas = components['schemas'];

export function toTestFlow(row: FlowRow): Schemas['TestFlow'] {
  return {
    id: row.id,
    websiteId: row.websiteId,
    name: row.name,
    type: row.type,
    pageUrl: row.pageUrl,
    formId: row.formId,
    productId: row.productId,
    tags: row.tags,
    status: row.status,
    effectiveStatus: effectiveStatusOf(row),
    setup: toSetup(row),
    stepCount: row.stepCount,
    stepsRevision: row.stepsRevision,
    schedule: toSchedule(row),
    lastRun: row.lastRun,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Trouble that a further try may overcome is kept, but told only when there is none. */
function toSetup(row: FlowRow): Schemas['TestFlowSetup'] {
  const hasFailed = row.setupStatus === 'failed';
  return {
    status: row.setupStatus,
    errorCode: hasFailed ? row.setupErrorCode : null,
    errorMessage: hasFailed ? row.setupErrorMessage : null,
    finishedAt: row.setupFinishedAt?.toISOString() ?? null,
  };
}

export function toSchedule(row: FlowRow): Schemas['Schedule'] {
  const isDue = row.schedule.enabled && effectiveStatusOf(row) === 'active';
  return {
    ...row.schedule,
    nextRunAt: isDue ? findNextRun(row.schedule, row.readAt).toISOString() : null,
  };
}

function effectiveStatusOf({ status, websiteStatus }: FlowRow): Schemas['TestFlowStatus'] {
  return status === 'active' && websiteStatus === 'active' ? 'active' : 'paused';
}

export function toFlowSettings(
  row: FlowRow,
  organization: OrganizationSettings,
): Schemas['TestFlowSettings'] {
  const values = changeFlowSettings(row.settings, {});
  return { testFlowId: row.id, values, effective: resolveSettings(values, organization) };
}
