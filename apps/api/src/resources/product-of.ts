import type { Kysely } from 'kysely';
import { notFound } from '../problems.ts';
import type { OwnedId } from '../store/owned-id.ts';
import type { Tables } from '../store/tables.ts';
import { findProduct } from '../store/website-products.ts';

/**
 * A product that a flow is to buy.
 * @throws 404 `not-found` for one that the last check of the website did not find.
 */
export async function getProductOf(db: Kysely<Tables>, website: OwnedId, id: string) {
  const product = await findProduct(db, website, id);
  if (product === undefined) throw notFound('product');
  return product;
}
