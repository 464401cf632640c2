import type { components } from '@checkview/contract/types';
import type { StepRow } from '../store/test-steps.ts';

type TestStepBody = components['schemas']['TestStep'];

export function toTestStepBody(row: StepRow): TestStepBody {
  const body = {
    id: row.id,
    testFlowId: row.testFlowId,
    position: row.position,
    type: row.type,
    name: row.name,
    params: row.params,
    fallbackSelectors: row.fallbackSelectors,
    timeoutMs: row.timeoutMs,
    optional: row.optional,
    enabled: row.enabled,
    generated: row.generated,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
  // Safe: the parameters were checked against the type before they were stored together.
  return body as TestStepBody;
}
