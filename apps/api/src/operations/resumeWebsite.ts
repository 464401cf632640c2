import type { Operation } from '../operation.ts';
import { toWebsite } from '../present/website.ts';
import { getWebsiteOf } from '../resources/website-of.ts';
import { saveWebsiteStatus } from '../store/websites.ts';

export const resumeWebsite: Operation<'resumeWebsite'> = async ({ path }, { principal, transaction }) => {
  const website = await getWebsiteOf(transaction, principal, path.id);
  await saveWebsiteStatus(transaction, website, 'active');
  return { status: 200, body: toWebsite(await getWebsiteOf(transaction, principal, website.id)) };
};
