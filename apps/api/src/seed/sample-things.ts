import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { initialSchedule } from '../domain/organization-defaults.ts';
import type { Tables } from '../store/tables.ts';

/** One of everything that operations are about, for tests: a website that is connected, with all below it. */
export interface SampleThings {
  readonly websiteId: string;
  readonly formId: string;
  readonly productId: string;
  readonly flowId: string;
  readonly stepIds: readonly string[];
  readonly variableId: string;
}

/** Puts them into an organization, without any site being there. */
export async function addSampleThings(db: Kysely<Tables>, organizationId: string): Promise<SampleThings> {
  const websiteId = await addWebsite(db, organizationId);
  const formId = await addForm(db, { organizationId, websiteId });
  const flowId = await addFlow(db, { organizationId, websiteId, formId });
  const owned = { organizationId, websiteId, flowId };
  await addResults(db, owned);
  return {
    websiteId,
    formId,
    flowId,
    productId: await addProduct(db, owned),
    stepIds: await addSteps(db, owned),
    variableId: await addVariable(db, organizationId),
  };
}

async function addWebsite(db: Kysely<Tables>, organizationId: string): Promise<string> {
  return idOf(
    db
      .insertInto('websites')
      .values({
        organization_id: organizationId,
        name: 'Shop',
        url: `https://${randomUUID()}.example/`,
        connection_status: 'connected',
        woocommerce: true,
      })
      .returning('id'),
  );
}

interface Owned {
  readonly organizationId: string;
  readonly websiteId: string;
}

async function addForm(db: Kysely<Tables>, { organizationId, websiteId }: Owned): Promise<string> {
  return idOf(
    db
      .insertInto('website_forms')
      .values({
        organization_id: organizationId,
        website_id: websiteId,
        plugin: 'gravity-forms',
        external_id: '1',
        name: 'Contact',
        pages: '[]',
      })
      .returning('id'),
  );
}

async function addProduct(db: Kysely<Tables>, { organizationId, websiteId }: Owned): Promise<string> {
  const id = '311';
  await db
    .insertInto('website_products')
    .values({
      organization_id: organizationId,
      website_id: websiteId,
      id,
      name: 'Album',
      slug: 'album',
      url: 'https://shop.example/album/',
      thumbnail_url: null,
      type: 'simple',
      variations: '[]',
    })
    .execute();
  return id;
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
        form_id: owned.formId,
        schedule: JSON.stringify(initialSchedule),
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
      ['#one', '#two'].map((selector, rank) => ({
        organization_id: organizationId,
        test_flow_id: flowId,
        rank,
        type: 'click' as const,
        params: JSON.stringify({ selector }),
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
      .values({ organization_id: organizationId, key: 'COMPANY', value: 'Acme' })
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

/** Runs an insertion of one row and gives its id. */
async function idOf(insertion: {
  executeTakeFirstOrThrow(): Promise<{ readonly id: string }>;
}): Promise<string> {
  const { id } = await insertion.executeTakeFirstOrThrow();
  return id;
}
