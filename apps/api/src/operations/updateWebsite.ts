import type { Operation } from '../operation.ts';
import { toWebsite } from '../present/website.ts';
import { websiteAlreadyRegistered } from '../problems.ts';
import { moveWebsite } from '../resources/website-move.ts';
import { getWebsiteOf, lockWebsiteOf } from '../resources/website-of.ts';
import { accessOf, changeAccess, readWebsiteUrl } from '../resources/website-settings.ts';
import { saveWebsiteSettings } from '../store/websites.ts';

export const updateWebsite: Operation<'updateWebsite'> = async (
  { path, body },
  { principal, transaction, sites, secrets, jobs },
) => {
  const website = await lockWebsiteOf(transaction, principal, path.id);
  const url = body.url === undefined ? website.url : readWebsiteUrl(body.url, sites);
  const settings = {
    url,
    name: body.name?.trim() ?? website.name,
    ...changeAccess(accessOf(website), body.access, secrets),
  };
  if (!(await saveWebsiteSettings(transaction, website, settings))) throw websiteAlreadyRegistered();
  if (url !== website.url) await moveWebsite(transaction, jobs, { website, to: url });
  return { status: 200, body: toWebsite(await getWebsiteOf(transaction, principal, website.id)) };
};
