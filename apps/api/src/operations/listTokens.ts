import type { Operation } from '../operation.ts';
import { readPage } from '../paged-list.ts';
import { toToken } from '../present/token.ts';
import { countActiveTokens, listActiveTokens } from '../store/tokens.ts';

export const listTokens: Operation<'listTokens'> = async ({ query }, { principal, transaction, cursors }) => {
  const { organizationId, userId } = principal;
  const list = {
    name: ['tokens', organizationId, userId, '-createdAt'],
    rows: (page: Parameters<typeof listActiveTokens>[2]) => listActiveTokens(transaction, principal, page),
    total: () => countActiveTokens(transaction, principal),
  };
  const { rows, page } = await readPage(cursors, list, query);
  return { status: 200, body: rows.map(toToken), page };
};
