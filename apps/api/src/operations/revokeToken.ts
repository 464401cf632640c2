import type { Operation } from '../operation.ts';
import { notFound } from '../problems.ts';
import { revokeActiveToken } from '../store/tokens.ts';

export const revokeToken: Operation<'revokeToken'> = async ({ path }, { principal, transaction }) => {
  const wasActive = await revokeActiveToken(transaction, principal, path.id);
  if (!wasActive) throw notFound('token');
  return { status: 204 };
};
