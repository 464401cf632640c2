import { type Kysely, sql } from 'kysely';
import type { CreatedRange } from '../domain/created-range.ts';
import type { Inspection } from '../helper-plugin/inspect-site.ts';
import { containsText } from './contains-text.ts';
import { lastRunOf } from './last-run.ts';
import { inOrder, isBehind, type ListOrder, newestFirst, type PageRange, positionOf } from './list-order.ts';
import { listTotal } from './list-total.ts';
import type { OwnedId } from './owned-id.ts';
import type { Tables } from './tables.ts';
import { isUniqueViolation } from './unique-violation.ts';
import { userRefOf } from './user-ref.ts';
import { mayAccess, type Viewer } from './viewer.ts';
import { replaceProducts } from './website-products.ts';

export type WebsiteRow = NonNullable<Awaited<ReturnType<typeof findWebsite>>>;

export interface WebsiteFilter extends CreatedRange {
  readonly status?: 'active' | 'paused' | undefined;
  readonly connectionStatus?: 'unverified' | 'connected' | 'disconnected' | 'blocked' | undefined;
  /** A part of the name or of the URL. */
  readonly search?: string | undefined;
}

/** What websites can be listed by. */
export const websiteOrders = {
  name: { column: 'websites.name', type: 'text', direction: 'asc', id: 'websites.id' },
  createdAt: { ...newestFirst('websites'), direction: 'asc' },
  '-createdAt': newestFirst('websites'),
} as const satisfies Readonly<Record<string, ListOrder>>;

export interface WebsiteList {
  readonly viewer: Viewer;
  readonly filter: WebsiteFilter;
  readonly order: ListOrder;
}

export async function listWebsites(db: Kysely<Tables>, list: WebsiteList, page: PageRange) {
  return shown(filtered(db, list))
    .where(isBehind(list.order, page.after))
    .select(positionOf(list.order).as('position'))
    .orderBy(inOrder(list.order))
    .limit(page.limit)
    .execute();
}

export function countListedWebsites(
  db: Kysely<Tables>,
  list: Pick<WebsiteList, 'viewer' | 'filter'>,
): Promise<number | undefined> {
  return listTotal(db, filtered(db, list));
}

/** Undefined when the viewer has no such website. */
export async function findWebsite(db: Kysely<Tables>, viewer: Viewer, id: string) {
  return shown(accessible(db, viewer)).where('websites.id', '=', id).executeTakeFirst();
}

/** The same, for a website that is about to be changed: whoever else wants to waits. */
export async function lockWebsite(db: Kysely<Tables>, viewer: Viewer, id: string) {
  // Locked in a statement of its own, so that the next one sees what the last holder committed.
  const locked = await accessible(db, viewer)
    .where('websites.id', '=', id)
    .select('websites.id')
    .forNoKeyUpdate()
    .executeTakeFirst();
  return locked === undefined ? undefined : findWebsite(db, viewer, id);
}

/** What a website is visited with. The password is sealed. */
export interface WebsiteSettings {
  readonly name: string;
  readonly url: string;
  readonly basicAuth: { readonly username: string; readonly sealedPassword: Buffer } | null;
  readonly ignoreTlsErrors: boolean;
}

/** @returns the id; undefined when an organization, whichever, has the URL. */
export async function insertWebsite(
  db: Kysely<Tables>,
  owner: { readonly organizationId: string; readonly userId: string },
  settings: WebsiteSettings,
): Promise<string | undefined> {
  const inserted = await db
    .insertInto('websites')
    .values({ organization_id: owner.organizationId, created_by: owner.userId, ...toColumns(settings) })
    .onConflict((conflict) => conflict.column('url').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id;
}

/** @returns false when an organization, whichever, has the new URL. The transaction is then of no more use. */
export async function saveWebsiteSettings(
  db: Kysely<Tables>,
  website: OwnedId,
  settings: WebsiteSettings,
): Promise<boolean> {
  try {
    await updateWebsite(db, website)
      .set({ ...toColumns(settings), updated_at: sql<Date>`now()` })
      .execute();
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Puts a website that moved back to `unverified`. */
export async function forgetInspection(db: Kysely<Tables>, website: OwnedId): Promise<void> {
  await updateWebsite(db, website)
    .set({
      connection_status: 'unverified',
      health: null,
      health_checked_at: null,
      woocommerce: null,
      site_info: null,
      site_info_fetched_at: null,
    })
    .execute();
  await replaceProducts(db, website, []);
}

/** Changes nothing when the website has this status already. */
export async function saveWebsiteStatus(
  db: Kysely<Tables>,
  website: OwnedId,
  status: 'active' | 'paused',
): Promise<void> {
  await updateWebsite(db, website)
    .set({
      status,
      paused_at: status === 'paused' ? sql<Date>`now()` : null,
      updated_at: sql<Date>`now()`,
    })
    .where('status', '!=', status)
    .execute();
}

/** Keeps what a look at the website found. What could not be read stays as it was. */
export async function saveInspection(
  db: Kysely<Tables>,
  website: OwnedId,
  inspection: Inspection,
): Promise<void> {
  const { health, siteInfo, products } = inspection;
  const { status, ...rest } = health;
  await updateWebsite(db, website)
    .set({
      connection_status: status,
      health: JSON.stringify(rest),
      health_checked_at: sql<Date>`now()`,
      ...(siteInfo === null ? {} : siteInfoColumns(siteInfo)),
    })
    .execute();
  if (products !== null) await replaceProducts(db, website, products);
}

function siteInfoColumns({ hasWooCommerce, ...info }: NonNullable<Inspection['siteInfo']>) {
  return {
    woocommerce: hasWooCommerce,
    site_info: JSON.stringify(info),
    site_info_fetched_at: sql<Date>`now()`,
  };
}

/** Flows, steps, forms and products go with it; runs and audits stay and lose their reference. */
export async function deleteWebsite(db: Kysely<Tables>, { organizationId, id }: OwnedId): Promise<void> {
  await db
    .deleteFrom('websites')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

function updateWebsite(db: Kysely<Tables>, { organizationId, id }: OwnedId) {
  return db.updateTable('websites').where('organization_id', '=', organizationId).where('id', '=', id);
}

function accessible(db: Kysely<Tables>, viewer: Viewer) {
  return db
    .selectFrom('websites')
    .where('websites.organization_id', '=', viewer.organizationId)
    .where(mayAccess(viewer, 'websites.id'));
}

function filtered(db: Kysely<Tables>, { viewer, filter }: Pick<WebsiteList, 'viewer' | 'filter'>) {
  let websites = accessible(db, viewer);
  const { status, connectionStatus, search, createdAfter, createdBefore } = filter;
  if (status !== undefined) websites = websites.where('websites.status', '=', status);
  if (connectionStatus !== undefined) {
    websites = websites.where('websites.connection_status', '=', connectionStatus);
  }
  if (search !== undefined)
    websites = websites.where(containsText(['websites.name', 'websites.url'], search));
  if (createdAfter !== undefined) websites = websites.where('websites.created_at', '>=', createdAfter);
  if (createdBefore !== undefined) websites = websites.where('websites.created_at', '<', createdBefore);
  return websites;
}

function shown(websites: ReturnType<typeof accessible>) {
  return websites.select([
    'websites.id',
    'websites.organization_id as organizationId',
    'websites.name',
    'websites.url',
    'websites.status',
    'websites.paused_at as pausedAt',
    'websites.connection_status as connectionStatus',
    'websites.health',
    'websites.health_checked_at as healthCheckedAt',
    'websites.basic_auth_username as username',
    'websites.basic_auth_password as sealedPassword',
    'websites.ignore_tls_errors as ignoreTlsErrors',
    'websites.woocommerce',
    'websites.site_info as siteInfo',
    'websites.site_info_fetched_at as siteInfoFetchedAt',
    sql<number>`(
      select count(*)::int from test_flows
      where test_flows.organization_id = websites.organization_id and test_flows.website_id = websites.id
    )`.as('testFlowCount'),
    lastRunOf('websites').as('lastRun'),
    userRefOf('websites.created_by').as('createdBy'),
    'websites.created_at as createdAt',
    'websites.updated_at as updatedAt',
  ]);
}

function toColumns({ name, url, basicAuth, ignoreTlsErrors }: WebsiteSettings) {
  return {
    name,
    url,
    basic_auth_username: basicAuth?.username ?? null,
    basic_auth_password: basicAuth?.sealedPassword ?? null,
    ignore_tls_errors: ignoreTlsErrors,
  };
}
