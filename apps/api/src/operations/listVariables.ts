import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { toVariable } from '../present/variable.ts';
import type { PageRange } from '../store/list-order.ts';
import { countFlowsUsing } from '../store/test-steps.ts';
import * as store from '../store/variables.ts';

export const listVariables: Operation<'listVariables'> = async (
  { query },
  { principal, transaction, cursors },
) => {
  const { organizationId } = principal;
  const { search, context } = query;
  const variables = { organizationId, filter: { search, context } };
  const list = {
    name: ['variables', organizationId, JSON.stringify([search, context])],
    rows: (range: PageRange) => store.listVariables(transaction, variables, range),
    total: () => store.countVariables(transaction, variables),
  };
  const { rows, page } = await readPage(cursors, list, query);
  const keys = rows.map(({ key }) => key);
  const uses = await countFlowsUsing(transaction, organizationId, keys);
  return { status: 200, body: rows.map((row) => toVariable(row, uses)), page };
};
