import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { initialSchedule } from '../domain/organization-defaults.ts';
import type { StoredSiteInfo, Tables } from '../store/tables.ts';

/** One of everything that operations are about, for tests: a website that is connected, with all below it. */
export interface SampleThings {
  readonly websiteId: string;
  /** With a slash at its end. */
  readonly websiteUrl: string;
  readonly formId: string;
  readonly productId: string;
  readonly flowId: string;
  readonly stepIds: readonly string[];
  readonly variableId: string;
}

/** Puts them into an organization. Without the address of a site, none is there. */
export async function addSampleThings(
  db: Kysely<Tables>,
  organizationId: string,
  siteUrl = `https://${randomUUID()}.example/`,
): Promise<SampleThings> {
  const websiteId = await addWebsite(db, organizationId, siteUrl);
  const formId = await addForm(db, { organizationId, websiteId, siteUrl });
  const flowId = await addFlow(db, { organizationId, websiteId, siteUrl, formId });
  const owned = { organizationId, websiteId, siteUrl, flowId };
  await addResults(db, owned);
  return {
    websiteId,
    websiteUrl: siteUrl,
    formId,
    flowId,
    productId: await addProduct(db, owned),
    stepIds: await addSteps(db, owned),
    variableId: await addVariable(db, organizationId),
  };
}

const siteInfo: StoredSiteInfo = {
  wordpressVersion: '6.8.1',
  ajaxUrl: 'https://shop.example/wp-admin/admin-ajax.php',
  plugins: [],
  themes: [],
};

async function addWebsite(db: Kysely<Tables>, organizationId: string, url: string): Promise<string> {
  return idOf(
    db
      .insertInto('websites')
      .values({
        organization_id: organizationId,
        name: 'Shop',
        url,
        connection_status: 'connected',
        woocommerce: true,
        site_info: JSON.stringify(siteInfo),
        site_info_fetched_at: sql<Date>`now()`,
      })
      .returning('id'),
  );
}

interface Owned {
  readonly organizationId: string;
  readonly websiteId: string;
  readonly siteUrl: string;
}

/** Enough of them for a list of several pages. @returns the id of the first. */
async function addForm(db: Kysely<Tables>, owned: Owned): Promise<string> {
  const { organizationId, websiteId, siteUrl } = owned;
  const names = ['Contact', 'Order', 'Survey'];
  return idOf(
    db
      .insertInto('website_forms')
      .values(
        names.map((name) => ({
          organization_id: organizationId,
          website_id: websiteId,
          plugin: 'gravity-forms' as const,
          external_id: name,
          name,
          pages: JSON.stringify([{ externalId: '2', url: new URL('contact/', siteUrl).href }]),
        })),
      )
      .returning('id'),
  );
}

/** As with the forms. */
async function addProduct(
  db: Kysely<Tables>,
  { organizationId, websiteId, siteUrl }: Owned,
): Promise<string> {
  const ids = ['311', '312', '313'];
  return idOf(
    db
      .insertInto('website_products')
      .values(
        ids.map((id) => ({
          organization_id: organizationId,
          website_id: websiteId,
          id,
          name: `Album ${id}`,
          slug: `album-${id}`,
          url: new URL(`album-${id}/`, siteUrl).href,
          thumbnail_url: null,
          type: 'simple' as const,
          variations: '[]',
        })),
      )
      .returning('id'),
  );
}

async function addFlow(db: Kysely<Tables>, owned: Owned & { readonly formId: string }): Promise<string> {
  return idOf(
    db
      .insertInto('test_flows')
      .values({
        organization_id: owned.organizationId,
        website_id: owned.websiteId,
        name: 'Contact form',
        type: 'gravity-forms',
        page_url: new URL('contact/', owned.siteUrl).href,
        form_id: owned.formId,
        schedule: JSON.stringify(initialSchedule),
        steps_revision: 3,
        setup_status: 'ready',
        setup_finished_at: sql<Date>`now()`,
      })
      .returning('id'),
  );
}

async function addSteps(
  db: Kysely<Tables>,
  { organizationId, flowId }: { readonly organizationId: string; readonly flowId: string },
): Promise<readonly string[]> {
  const rows = await db
    .insertInto('test_steps')
    .values(
      Array.from({ length: 7 }, (_, rank) => ({
        organization_id: organizationId,
        test_flow_id: flowId,
        rank,
        type: 'click' as const,
        params: JSON.stringify({ selector: `#field_${rank}` }),
      })),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

async function addVariable(db: Kysely<Tables>, organizationId: string): Promise<string> {
  return idOf(
    db
      .insertInto('variables')
      .values({
        organization_id: organizationId,
        key: `COMPANY_${randomUUID().slice(0, 8).toUpperCase()}`,
        value: 'Acme',
      })
      .returning('id'),
  );
}

/** A test run and an audit that are over. */
async function addResults(
  db: Kysely<Tables>,
  { organizationId, websiteId, flowId }: Owned & { readonly flowId: string },
): Promise<void> {
  const owned = { organization_id: organizationId, website_id: websiteId };
  await db
    .insertInto('test_runs')
    .values({
      ...owned,
      test_flow_id: flowId,
      trigger: 'api',
      status: 'passed',
      finished_at: sql<Date>`now()`,
    })
    .execute();
  await db
    .insertInto('ux_audits')
    .values({ ...owned, status: 'completed', score: 90 })
    .execute();
}

/** Runs an insertion and gives the id of the first row. */
async function idOf(insertion: {
  executeTakeFirstOrThrow(): Promise<{ readonly id: string }>;
}): Promise<string> {
  const { id } = await insertion.executeTakeFirstOrThrow();
  return id;
}
