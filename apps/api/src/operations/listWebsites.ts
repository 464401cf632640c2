import { readCreatedRange } from '../domain/created-range.ts';
import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { toWebsite } from '../present/website.ts';
import { validationFailed } from '../problems.ts';
import type { PageRange } from '../store/list-order.ts';
import { countListedWebsites, listWebsites as readWebsites, websiteOrders } from '../store/websites.ts';

export const listWebsites: Operation<'listWebsites'> = async (
  { query },
  { principal, transaction, cursors },
) => {
  const created = readCreatedRange(query);
  if (created.kind === 'refused') throw validationFailed(created.refusals);
  const { status, connectionStatus, search, createdAfter, createdBefore, sort } = query;
  const websites = {
    viewer: principal,
    filter: { status, connectionStatus, search, ...created.range },
    order: websiteOrders[sort],
  };
  const filters = JSON.stringify([status, connectionStatus, search, createdAfter, createdBefore]);
  const list = {
    name: ['websites', principal.organizationId, filters, sort],
    rows: (page: PageRange) => readWebsites(transaction, websites, page),
    total: () => countListedWebsites(transaction, websites),
  };
  const { rows, page } = await readPage(cursors, list, query);
  return { status: 200, body: rows.map(toWebsite), page };
};
