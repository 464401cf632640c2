import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { toTestStepBody } from '../present/test-step.ts';
import { requireFlow } from '../resources/test-step-changes.ts';
import type { PageRange } from '../store/list-order.ts';
import { countSteps, listSteps } from '../store/test-steps.ts';

export const listTestSteps: Operation<'listTestSteps'> = async (
  { path, query },
  { principal, transaction, cursors },
) => {
  const flow = await requireFlow(transaction, principal, path.id);
  const steps = { flow, filter: { type: query.type } };
  const list = {
    name: ['test-steps', flow.organizationId, flow.id, query.type ?? ''],
    rows: async (range: PageRange) => {
      const rows = await listSteps(transaction, steps, range);
      return rows.map(({ place, ...step }) => ({ id: step.id, position: place, step }));
    },
    total: () => countSteps(transaction, steps),
  };
  const { rows, page } = await readPage(cursors, list, query);
  return { status: 200, body: rows.map(({ step }) => toTestStepBody(step)), page };
};
