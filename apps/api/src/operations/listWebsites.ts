import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { toWebsite } from '../present/website.ts';
import type { PageRange } from '../store/list-order.ts';
import { countListedWebsites, listWebsites as readWebsites, websiteOrders } from '../store/websites.ts';

export const listWebsites: Operation<'listWebsites'> = async (
  { query },
  { principal, transaction, cursors },
) => {
  const { status, connectionStatus, search, sort } = query;
  const websites = {
    viewer: principal,
    filter: { status, connectionStatus, search },
    order: websiteOrders[sort],
  };
  const list = {
    name: ['websites', principal.organizationId, JSON.stringify([status, connectionStatus, search]), sort],
    rows: (page: PageRange) => readWebsites(transaction, websites, page),
    total: () => countListedWebsites(transaction, websites),
  };
  const { rows, page } = await readPage(cursors, list, query);
  return { status: 200, body: rows.map(toWebsite), page };
};
