import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { toWebsiteForm } from '../present/website.ts';
import { getWebsiteOf } from '../resources/website-of.ts';
import type { PageRange } from '../store/list-order.ts';
import { countForms, listForms } from '../store/website-forms.ts';

export const listWebsiteForms: Operation<'listWebsiteForms'> = async (
  { path, query },
  { principal, transaction, cursors },
) => {
  const website = await getWebsiteOf(transaction, principal, path.id);
  const { plugin, search, hasTestFlow } = query;
  const filter = { plugin, search, hasTestFlow };
  const list = {
    name: [
      'website-forms',
      website.organizationId,
      website.id,
      JSON.stringify([plugin, search, hasTestFlow]),
    ],
    rows: (page: PageRange) => listForms(transaction, website, filter, page),
    total: () => countForms(transaction, website, filter),
  };
  const { rows, page } = await readPage(cursors, list, query);
  return { status: 200, body: rows.map(toWebsiteForm), page };
};
