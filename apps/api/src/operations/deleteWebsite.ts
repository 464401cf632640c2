import type { Operation } from '../operation.ts';
import { lockWebsiteOf } from '../resources/website-of.ts';
import { lockFlowsOf } from '../store/test-flows.ts';
import { cancelRunsOf } from '../store/test-runs.ts';
import { deleteWebsite as removeWebsite } from '../store/websites.ts';

export const deleteWebsite: Operation<'deleteWebsite'> = async ({ path }, { principal, transaction }) => {
  const website = await lockWebsiteOf(transaction, principal, path.id);
  // Who starts a run holds its flow: a run that begins just now is waited for, and canceled too.
  await lockFlowsOf(transaction, website);
  await cancelRunsOf(transaction, 'website_id', website);
  await removeWebsite(transaction, website);
  return { status: 204 };
};
