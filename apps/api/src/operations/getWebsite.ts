import type { Operation } from '../operation.ts';
import { toWebsite } from '../present/website.ts';
import { getWebsiteOf } from '../resources/website-of.ts';

export const getWebsite: Operation<'getWebsite'> = async ({ path }, { principal, transaction }) => ({
  status: 200,
  body: toWebsite(await getWebsiteOf(transaction, principal, path.id)),
});
