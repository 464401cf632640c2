import type { Kysely } from 'kysely';
import { compareForms } from '../domain/form-changes.ts';
import type { SecretBox } from '../domain/secret-box.ts';
import { inspectSite, unlessTrouble } from '../helper-plugin/inspect-site.ts';
import { type Sites, toSiteAccess } from '../sites.ts';
import { inOrganization } from '../store/enter-organization.ts';
import type { Tables } from '../store/tables.ts';
import { everyWebsiteOf } from '../store/viewer.ts';
import { listKnownForms, saveFormChanges } from '../store/website-forms.ts';
import { findWebsite, lockWebsite, saveInspection } from '../store/websites.ts';
import type { Worker } from './jobs.ts';

/** Looks at a website that is new, or at a new address: whether it is connected, what runs there, which forms it has. */
export function createWebsiteChecker(
  db: Kysely<Tables>,
  { sites, secrets }: { readonly sites: Sites; readonly secrets: SecretBox },
): Worker<'check-website'> {
  return {
    async work({ organizationId, websiteId }) {
      const tenant = { organizationId, userId: null };
      const viewer = everyWebsiteOf(organizationId);
      const website = await inOrganization(db, tenant, (reading) => findWebsite(reading, viewer, websiteId));
      // Deleted meanwhile.
      if (website === undefined) return;
      const access = toSiteAccess(website, secrets);
      const inspection = await inspectSite(sites.plugin, access, { pluginVersion: null });
      const isConnected = inspection.health.status === 'connected';
      const forms = isConnected ? await unlessTrouble(() => sites.plugin.readForms(access)) : null;
      await inOrganization(db, tenant, async (writing) => {
        const now = await lockWebsite(writing, viewer, websiteId);
        if (now?.url !== website.url) return;
        await saveInspection(writing, now, inspection);
        if (forms === null) return;
        await saveFormChanges(writing, now, compareForms(await listKnownForms(writing, now), forms));
      });
    },
  };
}
