import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { toTestFlow } from '../present/test-flow.ts';
import type { PageRange } from '../store/list-order.ts';
import { countFlows, flowOrders, listFlows } from '../store/test-flows.ts';

export const listTestFlows: Operation<'listTestFlows'> = async (
  { query },
  { principal, transaction, cursors },
) => {
  const { websiteId, type, status, setupStatus, lastRunStatus, tag, search, sort } = query;
  const filter = { websiteId, type, status, setupStatus, lastRunStatus, tag, search };
  const flows = { viewer: principal, filter, order: flowOrders[sort] };
  const filters = JSON.stringify([websiteId, type, status, setupStatus, lastRunStatus, tag, search]);
  const list = {
    name: ['test-flows', principal.organizationId, filters, sort],
    rows: (page: PageRange) => listFlows(transaction, flows, page),
    total: () => countFlows(transaction, flows),
  };
  const { rows, page } = await readPage(cursors, list, query);
  return { status: 200, body: rows.map(toTestFlow), page };
};
