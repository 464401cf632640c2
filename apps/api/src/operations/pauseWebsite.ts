import type { Operation } from '../operation.ts';
import { toWebsite } from '../present/website.ts';
import { getWebsiteOf } from '../resources/website-of.ts';
import { saveWebsiteStatus } from '../store/websites.ts';

export const pauseWebsite: Operation<'pauseWebsite'> = async ({ path }, { principal, transaction }) => {
  const website = await getWebsiteOf(transaction, principal, path.id);
  await saveWebsiteStatus(transaction, website, 'paused');
  return { status: 200, body: toWebsite(await getWebsiteOf(transaction, principal, website.id)) };
};
