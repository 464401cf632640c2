import type { Kysely } from 'kysely';
import { notFound } from '../problems.ts';
import type { Tables } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { findWebsite, lockWebsite, type WebsiteRow } from '../store/websites.ts';

/** @throws 404 `not-found` for a website that the caller may not access, as for one that does not exist. */
export async function getWebsiteOf(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<WebsiteRow> {
  const website = await findWebsite(db, viewer, id);
  if (website === undefined) throw notFound('website');
  return website;
}

/**
 * The same, for a website that is about to be changed.
 * @throws 404 `not-found`
 */
export async function lockWebsiteOf(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<WebsiteRow> {
  const website = await lockWebsite(db, viewer, id);
  if (website === undefined) throw notFound('website');
  return website;
}
