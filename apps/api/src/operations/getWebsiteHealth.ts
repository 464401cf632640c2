import type { Operation } from '../operation.ts';
import { toWebsiteHealth } from '../present/website.ts';
import { getWebsiteOf } from '../resources/website-of.ts';

export const getWebsiteHealth: Operation<'getWebsiteHealth'> = async (
  { path },
  { principal, transaction },
) => ({
  status: 200,
  body: toWebsiteHealth(await getWebsiteOf(transaction, principal, path.id)),
});
