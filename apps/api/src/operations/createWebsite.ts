import { nameOfWebsite } from '../domain/website-url.ts';
import type { Operation } from '../operation.ts';
import { toWebsite } from '../present/website.ts';
import { websiteAlreadyRegistered } from '../problems.ts';
import { getWebsiteOf } from '../resources/website-of.ts';
import { changeAccess, noAccess, readWebsiteUrl } from '../resources/website-settings.ts';
import { insertWebsite } from '../store/websites.ts';

export const createWebsite: Operation<'createWebsite'> = async (
  { body },
  { principal, transaction, sites, secrets, jobs },
) => {
  const url = readWebsiteUrl(body.url, sites);
  const settings = {
    url,
    name: body.name?.trim() ?? nameOfWebsite(url),
    ...changeAccess(noAccess, body.access, secrets),
  };
  const id = await insertWebsite(transaction, principal, settings);
  if (id === undefined) throw websiteAlreadyRegistered();
  const { organizationId } = principal;
  await jobs.send(transaction, 'check-website', { organizationId, websiteId: id });
  const website = await getWebsiteOf(transaction, principal, id);
  return { status: 201, headers: { Location: `/api/v1/websites/${id}` }, body: toWebsite(website) };
};
