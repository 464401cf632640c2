import { inspectSite } from '../helper-plugin/inspect-site.ts';
import { type PreparationContext, prepared } from '../operation.ts';
import { toWebsiteHealth } from '../present/website.ts';
import { getWebsiteOf, lockWebsiteOf } from '../resources/website-of.ts';
import { toSiteAccess } from '../sites.ts';
import { findWebsite, saveInspection } from '../store/websites.ts';

export const verifyWebsite = prepared<'verifyWebsite', Awaited<ReturnType<typeof inspect>>>(
  ({ path }, context) => inspect(path.id, context),
  async ({ path }, { principal, transaction }, inspected) => {
    const website = await lockWebsiteOf(transaction, principal, path.id);
    // A website that moved meanwhile stays unverified: what was looked at was another place.
    if (inspected?.url === website.url) await saveInspection(transaction, website, inspected);
    return { status: 200, body: toWebsiteHealth(await getWebsiteOf(transaction, principal, website.id)) };
  },
);

/** Null for a website that the caller does not have. */
async function inspect(id: string, { principal, read, sites, secrets }: PreparationContext) {
  const website = await read((db) => findWebsite(db, principal, id));
  if (website === undefined) return null;
  const known = { pluginVersion: website.health?.pluginVersion ?? null };
  const inspection = await inspectSite(sites.plugin, toSiteAccess(website, secrets), known);
  return { url: website.url, ...inspection };
}
