import type { Operation } from '../operation.ts';
import { notFound } from '../problems.ts';
import { deleteWebsite as removeWebsite } from '../store/websites.ts';

export const deleteWebsite: Operation<'deleteWebsite'> = async ({ path }, { principal, transaction }) => {
  if (!(await removeWebsite(transaction, principal, path.id))) throw notFound('website');
  return { status: 204 };
};
