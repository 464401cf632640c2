import { type InsertObject, type Kysely, sql, type UpdateObject } from 'kysely';
import type { FlowType } from '../domain/step-catalogue/step-family.ts';
import { containsText } from './contains-text.ts';
import { type LastRunRow, lastRunOf } from './last-run.ts';
import { inOrder, isBehind, type ListOrder, newestFirst, type PageRange, positionOf } from './list-order.ts';
import { listTotal } from './list-total.ts';
import type { OwnedId } from './owned-id.ts';
import type { Tables } from './tables.ts';
import { userRefOf } from './user-ref.ts';
import { mayAccess, type Viewer } from './viewer.ts';

export type FlowRow = NonNullable<Awaited<ReturnType<typeof findFlow>>>;

export interface FlowFilter {
  readonly websiteId?: string | undefined;
  readonly type?: FlowType | undefined;
  readonly status?: 'active' | 'paused' | undefined;
  readonly setupStatus?: FlowRow['setupStatus'] | undefined;
  readonly lastRunStatus?: LastRunRow['status'] | undefined;
  readonly tag?: string | undefined;
  /** A part of the name or of the page's URL. */
  readonly search?: string | undefined;
}

const byName = { column: 'test_flows.name', type: 'text', direction: 'asc', id: 'test_flows.id' } as const;
const byCreation = newestFirst('test_flows');
const byChange = { ...byCreation, column: 'test_flows.updated_at' };

/** What flows can be listed by. */
export const flowOrders = {
  name: byName,
  '-name': { ...byName, direction: 'desc' },
  createdAt: { ...byCreation, direction: 'asc' },
  '-createdAt': byCreation,
  updatedAt: { ...byChange, direction: 'asc' },
  '-updatedAt': byChange,
} as const satisfies Readonly<Record<string, ListOrder>>;

export interface FlowList {
  readonly viewer: Viewer;
  readonly filter: FlowFilter;
  readonly order: ListOrder;
}

export async function listFlows(db: Kysely<Tables>, list: FlowList, page: PageRange) {
  return shown(filtered(db, list))
    .where(isBehind(list.order, page.after))
    .select(positionOf(list.order).as('position'))
    .orderBy(inOrder(list.order))
    .limit(page.limit)
    .execute();
}

export function countFlows(db: Kysely<Tables>, list: FlowList): Promise<number | undefined> {
  return listTotal(db, filtered(db, list));
}

/** Undefined when the viewer has no such flow. */
export async function findFlow(db: Kysely<Tables>, viewer: Viewer, id: string) {
  return shown(accessible(db, viewer)).where('test_flows.id', '=', id).executeTakeFirst();
}

/** The same, for a flow that is about to be changed or run: whoever else wants to waits. */
export async function lockFlow(db: Kysely<Tables>, viewer: Viewer, id: string) {
  // Locked in a statement of its own, so that the next one sees what the last holder committed.
  const locked = await accessible(db, viewer)
    .where('test_flows.id', '=', id)
    .select('test_flows.id')
    .forNoKeyUpdate('test_flows')
    .executeTakeFirst();
  return locked === undefined ? undefined : findFlow(db, viewer, id);
}

/** Nothing is done with the flows of a website, and no run of them begins, before the transaction ends. */
export async function lockFlowsOf(db: Kysely<Tables>, website: OwnedId): Promise<void> {
  await ofWebsite(db, website).forUpdate().execute();
}

/** Puts the pages of a website's flows where `toPage` says. */
export async function movePages(
  db: Kysely<Tables>,
  website: OwnedId,
  toPage: (pageUrl: string) => string,
): Promise<void> {
  const flows = await ofWebsite(db, website).select('page_url as pageUrl').forNoKeyUpdate().execute();
  const moved = flows.filter(({ pageUrl }) => toPage(pageUrl) !== pageUrl);
  if (moved.length === 0) return;
  const ids = moved.map(({ id }) => id);
  const pages = moved.map(({ pageUrl }) => toPage(pageUrl));
  await sql`
    update test_flows set page_url = place.page_url, updated_at = now()
    from unnest(${ids}::uuid[], ${pages}::text[]) as place (id, page_url)
    where organization_id = ${website.organizationId} and test_flows.id = place.id`.execute(db);
}

/** @returns the id */
export async function insertFlow(
  db: Kysely<Tables>,
  flow: InsertObject<Tables, 'test_flows'>,
): Promise<string> {
  const { id } = await db.insertInto('test_flows').values(flow).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** The flow must be locked. */
export async function saveFlow(
  db: Kysely<Tables>,
  flow: Pick<FlowRow, 'id' | 'organizationId'>,
  columns: UpdateObject<Tables, 'test_flows'>,
): Promise<void> {
  await db
    .updateTable('test_flows')
    .set({ ...columns, updated_at: sql<Date>`now()` })
    .where('organization_id', '=', flow.organizationId)
    .where('id', '=', flow.id)
    .execute();
}

/** Steps go with it; runs stay and lose their reference. */
export async function deleteFlow(
  db: Kysely<Tables>,
  flow: Pick<FlowRow, 'id' | 'organizationId'>,
): Promise<void> {
  await db
    .deleteFrom('test_flows')
    .where('organization_id', '=', flow.organizationId)
    .where('id', '=', flow.id)
    .execute();
}

function ofWebsite(db: Kysely<Tables>, { organizationId, id }: OwnedId) {
  return db
    .selectFrom('test_flows')
    .where('organization_id', '=', organizationId)
    .where('website_id', '=', id)
    .select('id')
    .orderBy('id');
}

function accessible(db: Kysely<Tables>, viewer: Viewer) {
  return db
    .selectFrom('test_flows')
    .innerJoin('websites', 'websites.id', 'test_flows.website_id')
    .where('test_flows.organization_id', '=', viewer.organizationId)
    .where(mayAccess(viewer, 'test_flows.website_id'));
}

function filtered(db: Kysely<Tables>, { viewer, filter }: Pick<FlowList, 'viewer' | 'filter'>) {
  const { websiteId, type, status, setupStatus, lastRunStatus, tag, search } = filter;
  let flows = accessible(db, viewer);
  if (websiteId !== undefined) flows = flows.where('test_flows.website_id', '=', websiteId);
  if (type !== undefined) flows = flows.where('test_flows.type', '=', type);
  if (status !== undefined) flows = flows.where('test_flows.status', '=', status);
  if (setupStatus !== undefined) flows = flows.where('test_flows.setup_status', '=', setupStatus);
  if (lastRunStatus !== undefined) {
    const lastRun = lastRunOf('test_flows');
    flows = flows.where(sql<boolean>`${lastRun} ->> 'status' = ${lastRunStatus}`);
  }
  if (tag !== undefined) flows = flows.where(sql<boolean>`${tag} = any(test_flows.tags)`);
  if (search !== undefined)
    flows = flows.where(containsText(['test_flows.name', 'test_flows.page_url'], search));
  return flows;
}

function shown(flows: ReturnType<typeof accessible>) {
  return flows.select([
    'test_flows.id',
    'test_flows.organization_id as organizationId',
    'test_flows.website_id as websiteId',
    'websites.name as websiteName',
    'websites.url as websiteUrl',
    'websites.status as websiteStatus',
    'websites.connection_status as connectionStatus',
    'test_flows.name',
    'test_flows.type',
    'test_flows.page_url as pageUrl',
    'test_flows.form_id as formId',
    'test_flows.product_id as productId',
    'test_flows.tags',
    'test_flows.status',
    'test_flows.setup_status as setupStatus',
    'test_flows.setup_attempt as setupAttempt',
    'test_flows.setup_error_code as setupErrorCode',
    'test_flows.setup_error_message as setupErrorMessage',
    'test_flows.setup_finished_at as setupFinishedAt',
    sql<number>`(
      select count(*)::int from test_steps
      where test_steps.organization_id = test_flows.organization_id and test_steps.test_flow_id = test_flows.id
    )`.as('stepCount'),
    'test_flows.steps_revision as stepsRevision',
    'test_flows.schedule',
    'test_flows.settings',
    'test_flows.notifications',
    lastRunOf('test_flows').as('lastRun'),
    userRefOf('test_flows.created_by').as('createdBy'),
    'test_flows.created_at as createdAt',
    'test_flows.updated_at as updatedAt',
    sql<Date>`now()`.as('readAt'),
  ]);
}
