import { compareForms } from '../domain/form-changes.ts';
import { unlessTrouble } from '../helper-plugin/inspect-site.ts';
import { type PreparationContext, prepared } from '../operation.ts';
import { websiteNotConnected } from '../problems.ts';
import { lockWebsiteOf } from '../resources/website-of.ts';
import { toSiteAccess } from '../sites.ts';
import { readClock } from '../store/clock.ts';
import { listKnownForms, saveFormChanges } from '../store/website-forms.ts';
import { findWebsite } from '../store/websites.ts';

export const syncWebsiteForms = prepared<'syncWebsiteForms', Awaited<ReturnType<typeof readFormList>>>(
  ({ path }, context) => readFormList(path.id, context),
  async ({ path }, { principal, transaction }, reading) => {
    const website = await lockWebsiteOf(transaction, principal, path.id);
    // What was read of a website that moved meanwhile is the list of another place.
    if (!reading?.forms || reading.url !== website.url) throw websiteNotConnected();
    const changes = compareForms(await listKnownForms(transaction, website), reading.forms);
    await saveFormChanges(transaction, website, changes);
    return {
      status: 200,
      body: {
        websiteId: website.id,
        syncedAt: (await readClock(transaction)).toISOString(),
        added: changes.added.length,
        updated: changes.updated.length,
        missing: changes.missing.length,
        total: reading.forms.length,
      },
    };
  },
);

/** Null for a website that the caller does not have; `forms` is null when it cannot be read. */
async function readFormList(id: string, { principal, read, sites, secrets }: PreparationContext) {
  const website = await read((db) => findWebsite(db, principal, id));
  if (website === undefined) return null;
  const forms = await unlessTrouble(() => sites.plugin.readForms(toSiteAccess(website, secrets)));
  return { url: website.url, forms };
}
