import type { Kysely } from 'kysely';
import { type Inspection, inspectSite } from '../helper-plugin/inspect-site.ts';
import type { PreparationContext } from '../operation.ts';
import { websiteNotConnected } from '../problems.ts';
import { toSiteAccess } from '../sites.ts';
import type { Tables } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { findWebsite, saveInspection, type WebsiteRow } from '../store/websites.ts';
import { getWebsiteOf, lockWebsiteOf } from './website-of.ts';

/** What a website that was not connected is like now, and where that is. */
export type Look = (Inspection & { readonly url: string }) | null;

/**
 * Looks at a website anew, before a transaction, when it was not connected the last time. Null when that
 * is not needed, or the caller has no such website.
 */
export async function lookUnlessConnected(
  websiteId: string,
  { principal, read, sites, secrets }: PreparationContext,
): Promise<Look> {
  const website = await read((db) => findWebsite(db, principal, websiteId));
  if (website === undefined || website.connectionStatus === 'connected') return null;
  const known = { pluginVersion: website.health?.pluginVersion ?? null };
  const inspection = await inspectSite(sites.plugin, toSiteAccess(website, secrets), known);
  return { url: website.url, ...inspection };
}

/**
 * Locks a website whose pages are to be read, with what the look at it found.
 * @throws 404 `not-found`; 409 `website-not-connected` when its helper plugin does not answer.
 */
export async function lockConnectedWebsite(
  db: Kysely<Tables>,
  { viewer, websiteId, look }: { readonly viewer: Viewer; readonly websiteId: string; readonly look: Look },
): Promise<WebsiteRow> {
  const website = await lockWebsiteOf(db, viewer, websiteId);
  if (website.connectionStatus === 'connected') return website;
  // A look at a website that moved meanwhile was one at another place.
  if (look?.url !== website.url || look.health.status !== 'connected') throw websiteNotConnected();
  await saveInspection(db, website, look);
  return getWebsiteOf(db, viewer, website.id);
}
