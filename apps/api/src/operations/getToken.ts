import type { Operation } from '../operation.ts';
import { toToken } from '../present/token.ts';
import { notFound } from '../problems.ts';
import { findActiveToken } from '../store/tokens.ts';

export const getToken: Operation<'getToken'> = async ({ path }, { principal, transaction }) => {
  const token = await findActiveToken(transaction, principal, path.id);
  if (token === undefined) throw notFound('token');
  return { status: 200, body: toToken(token) };
};
