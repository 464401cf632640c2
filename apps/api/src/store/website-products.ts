import { type Kysely, sql } from 'kysely';
import type { PluginProduct } from '../helper-plugin/read-products.ts';
import { containsText } from './contains-text.ts';
import { inOrder, isBehind, type ListOrder, type PageRange, positionOf } from './list-order.ts';
import { listTotal } from './list-total.ts';
import type { OwnedId } from './owned-id.ts';
import type { Tables } from './tables.ts';

export interface ProductFilter {
  /** A part of the name. */
  readonly search?: string | undefined;
  readonly type?: PluginProduct['type'] | undefined;
}

const byName: ListOrder = {
  column: 'website_products.name',
  type: 'text',
  direction: 'asc',
  id: 'website_products.id',
  idType: 'text',
};

/** The products of a website that the caller may access. */
export async function listProducts(
  db: Kysely<Tables>,
  website: OwnedId,
  filter: ProductFilter,
  page: PageRange,
) {
  return products(db, website, filter)
    .where(isBehind(byName, page.after))
    .select([
      'id',
      'name',
      'slug',
      'url',
      'thumbnail_url as thumbnailUrl',
      'type',
      'is_test_product as isTestProduct',
      'variations',
      positionOf(byName).as('position'),
    ])
    .orderBy(inOrder(byName))
    .limit(page.limit)
    .execute();
}

export function countProducts(
  db: Kysely<Tables>,
  website: OwnedId,
  filter: ProductFilter,
): Promise<number | undefined> {
  return listTotal(db, products(db, website, filter));
}

/** A product of a website that the caller may access. */
export async function findProduct(db: Kysely<Tables>, website: OwnedId, id: string) {
  return products(db, website, {}).where('id', '=', id).select(['id', 'url']).executeTakeFirst();
}

/** The product that the helper plugin made for tests, which is bought when a flow names none. */
export async function findTestProduct(db: Kysely<Tables>, website: OwnedId) {
  return products(db, website, {})
    .where('is_test_product', '=', true)
    .select(['id', 'url'])
    .orderBy('id')
    .executeTakeFirst();
}

/** Keeps the products that a website was just found to have, in place of those known before. */
export async function replaceProducts(
  db: Kysely<Tables>,
  website: OwnedId,
  found: readonly PluginProduct[],
): Promise<void> {
  await db
    .deleteFrom('website_products')
    .where('organization_id', '=', website.organizationId)
    .where('website_id', '=', website.id)
    .execute();
  if (found.length === 0) return;
  await sql`
    insert into website_products
      (organization_id, website_id, id, name, slug, url, thumbnail_url, type, is_test_product, variations)
    select websites.organization_id, websites.id, item ->> 'id', item ->> 'name', item ->> 'slug', item ->> 'url',
      item ->> 'thumbnailUrl', item ->> 'type', (item ->> 'isTestProduct')::boolean, item -> 'variations'
    from websites, json_array_elements(${JSON.stringify(found)}::json) as item
    where websites.organization_id = ${website.organizationId} and websites.id = ${website.id}`.execute(db);
}

function products(db: Kysely<Tables>, website: OwnedId, { search, type }: ProductFilter) {
  let query = db
    .selectFrom('website_products')
    .where('organization_id', '=', website.organizationId)
    .where('website_id', '=', website.id);
  if (search !== undefined) query = query.where(containsText(['website_products.name'], search));
  if (type !== undefined) query = query.where('type', '=', type);
  return query;
}
