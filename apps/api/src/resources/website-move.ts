import type { Kysely } from 'kysely';
import { followPage } from '../domain/flow-page.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Tables } from '../store/tables.ts';
import { movePages } from '../store/test-flows.ts';
import { forgetInspection, type WebsiteRow } from '../store/websites.ts';

/** What a new URL of a website brings along; `website` is as it was before, and `to` is stored. */
export async function moveWebsite(
  db: Kysely<Tables>,
  jobs: Jobs,
  { website, to }: { readonly website: WebsiteRow; readonly to: string },
): Promise<void> {
  const { organizationId, id: websiteId, url: from } = website;
  await forgetInspection(db, website);
  await movePages(db, website, (pageUrl) => followPage(pageUrl, { from, to }));
  await jobs.send(db, 'check-website', { organizationId, websiteId });
}
