import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { websiteNotConnected, woocommerceNotActive } from '../problems.ts';
import { getWebsiteOf } from '../resources/website-of.ts';
import type { PageRange } from '../store/list-order.ts';
import { countProducts, listProducts } from '../store/website-products.ts';

export const listWebsiteProducts: Operation<'listWebsiteProducts'> = async (
  { path, query },
  { principal, transaction, cursors },
) => {
  const website = await getWebsiteOf(transaction, principal, path.id);
  if (website.connectionStatus !== 'connected' || website.woocommerce === null) throw websiteNotConnected();
  if (!website.woocommerce) throw woocommerceNotActive();
  const { search, type } = query;
  const filter = { search, type };
  const list = {
    name: ['website-products', website.organizationId, website.id, JSON.stringify([search, type])],
    rows: (page: PageRange) => listProducts(transaction, website, filter, page),
    total: () => countProducts(transaction, website, filter),
  };
  const { rows, page } = await readPage(cursors, list, query);
  const body = rows.map(({ position: _position, variations, ...product }) => ({
    ...product,
    variations: [...variations],
  }));
  return { status: 200, body, page };
};
