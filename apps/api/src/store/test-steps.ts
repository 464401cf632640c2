import { randomUUID } from 'node:crypto';
import { type Insertable, type Kysely, type RawBuilder, sql } from 'kysely';
import type { StepTypeSlug } from '../domain/step-catalogue/step-family.ts';
import { type TestStep, variableUsesOf } from '../domain/test-step.ts';
import { inOrder, isBehind, type ListOrder, type PageRange, positionOf } from './list-order.ts';
import { listTotal } from './list-total.ts';
import type { Tables } from './tables.ts';

/** Whose steps. Before they are changed, the flow must be locked. */
export interface StepsOwner {
  readonly organizationId: string;
  /** The flow's. */
  readonly id: string;
}

export type StepRow = Awaited<ReturnType<typeof readSteps>>[number];

const order = { column: 'step.rank', type: 'decimal', direction: 'asc', id: 'step.id' } satisfies ListOrder;

/** All steps of a flow in their order; there are at most 200. */
export async function readSteps(db: Kysely<Tables>, flow: StepsOwner) {
  return stepsOf(db, flow).selectAll().orderBy(inOrder(order)).execute();
}

/** The steps that a run of the flow takes, with the variables they use. */
export async function readEnabledSteps(db: Kysely<Tables>, { organizationId, id }: StepsOwner) {
  return db
    .selectFrom('test_steps')
    .where('organization_id', '=', organizationId)
    .where('test_flow_id', '=', id)
    .where('enabled', '=', true)
    .select(['id', 'variables'])
    .execute();
}

export async function findStep(
  db: Kysely<Tables>,
  flow: StepsOwner,
  id: string,
): Promise<StepRow | undefined> {
  return stepsOf(db, flow).selectAll().where('id', '=', id).executeTakeFirst();
}

export interface StepFilter {
  readonly type?: StepTypeSlug | undefined;
}

/** Some steps of a flow in their order, behind a place. */
export async function listSteps(
  db: Kysely<Tables>,
  { flow, filter }: { readonly flow: StepsOwner; readonly filter: StepFilter },
  page: PageRange,
) {
  return filteredSteps(db, flow, filter)
    .where(isBehind(order, page.after))
    .selectAll()
    .select(positionOf(order).as('place'))
    .orderBy(inOrder(order))
    .limit(page.limit)
    .execute();
}

export function countSteps(
  db: Kysely<Tables>,
  { flow, filter }: { readonly flow: StepsOwner; readonly filter: StepFilter },
): Promise<number | undefined> {
  return listTotal(db, filteredSteps(db, flow, filter));
}

function filteredSteps(db: Kysely<Tables>, flow: StepsOwner, { type }: StepFilter) {
  const steps = stepsOf(db, flow);
  return type === undefined ? steps : steps.where('type', '=', type);
}

/** Positions are counted, so that they have no gap whatever happens. */
function stepsOf(db: Kysely<Tables>, { organizationId, id }: StepsOwner) {
  return db.selectFrom(
    db
      .selectFrom('test_steps')
      .where('organization_id', '=', organizationId)
      .where('test_flow_id', '=', id)
      .select([
        'id',
        'test_flow_id as testFlowId',
        sql<number>`(row_number() over (order by rank, id) - 1)::int`.as('position'),
        'rank',
        'type',
        'name',
        'params',
        'fallback_selectors as fallbackSelectors',
        'timeout_ms as timeoutMs',
        'optional',
        'enabled',
        'generated',
        'created_at as createdAt',
        'updated_at as updatedAt',
      ])
      .as('step'),
  );
}

/** Puts a step between those of a flow, which are given as they are now. */
export async function insertStep(
  db: Kysely<Tables>,
  flow: StepsOwner,
  { step, position, steps }: NewStep,
): Promise<StepRow> {
  const rank = rankBetween(steps[position - 1]?.rank, steps[position]?.rank);
  const { id, isFine } = await db
    .insertInto('test_steps')
    .values({ ...ownerColumns(flow), ...columnsOf(step), rank })
    .returning(['id', sql<boolean>`scale(rank) > ${finestScale}`.as('isFine')])
    .executeTakeFirstOrThrow();
  if (isFine) await rankAnew(db, flow, [...steps.slice(0, position), { id }, ...steps.slice(position)]);
  await growRevision(db, flow);
  return getStep(db, flow, id);
}

export interface NewStep {
  readonly step: TestStep;
  /** From 0; the step of that position and those behind it move back. */
  readonly position: number;
  readonly steps: readonly StepRow[];
}

/** Digits behind the point. Each step that is put between the same two takes one more. */
const finestScale = 50;

function rankBetween(before: string | undefined, after: string | undefined): RawBuilder<number> {
  if (before === undefined && after === undefined) return sql<number>`0`;
  if (after === undefined) return sql<number>`${before}::numeric + 1`;
  if (before === undefined) return sql<number>`${after}::numeric - 1`;
  // Unlike a division, this is exact.
  return sql<number>`(${before}::numeric + ${after}::numeric) * 0.5`;
}

/** The steps of a new flow. */
export async function insertSteps(
  db: Kysely<Tables>,
  flow: StepsOwner,
  steps: readonly (TestStep & { readonly generated: boolean })[],
): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map((step, rank) => ({
    ...ownerColumns(flow),
    ...columnsOf(step),
    generated: step.generated,
    rank,
  }));
  await db.insertInto('test_steps').values(rows).execute();
}

/** Gives a new flow the steps of another one, perhaps changed on the way. */
export async function copySteps(
  db: Kysely<Tables>,
  { from, to, change = (step) => step }: CopiedSteps,
): Promise<void> {
  const steps = await readSteps(db, from);
  await insertSteps(
    db,
    to,
    steps.map((step) => ({ ...change(step), generated: step.generated })),
  );
}

export interface CopiedSteps {
  readonly from: StepsOwner;
  readonly to: StepsOwner;
  readonly change?: (step: TestStep) => TestStep;
}

/** Puts generated steps in the place of all that the flow has. */
export async function replaceGeneratedSteps(
  db: Kysely<Tables>,
  flow: StepsOwner,
  steps: readonly TestStep[],
): Promise<void> {
  await deleteOtherSteps(db, flow, []);
  await insertSteps(
    db,
    flow,
    steps.map((step) => ({ ...step, generated: true })),
  );
  await growRevision(db, flow);
}

/** Makes these the steps of the flow. One with the id of a step keeps that id and when it was made. */
export async function replaceSteps(
  db: Kysely<Tables>,
  flow: StepsOwner,
  steps: readonly (TestStep & { readonly id: string | null })[],
): Promise<void> {
  await deleteOtherSteps(
    db,
    flow,
    steps.flatMap(({ id }) => id ?? []),
  );
  const rows = steps.map((step, rank) => ({
    ...ownerColumns(flow),
    ...columnsOf(step),
    id: step.id ?? randomUUID(),
    rank,
  }));
  if (rows.length > 0) await putSteps(db, rows);
  await growRevision(db, flow);
}

async function putSteps(db: Kysely<Tables>, rows: Insertable<Tables['test_steps']>[]): Promise<void> {
  await db
    .insertInto('test_steps')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((excluded) => ({
        rank: excluded.ref('excluded.rank'),
        type: excluded.ref('excluded.type'),
        name: excluded.ref('excluded.name'),
        params: excluded.ref('excluded.params'),
        fallback_selectors: excluded.ref('excluded.fallback_selectors'),
        variables: excluded.ref('excluded.variables'),
        timeout_ms: excluded.ref('excluded.timeout_ms'),
        optional: excluded.ref('excluded.optional'),
        enabled: excluded.ref('excluded.enabled'),
        updated_at: sql<Date>`now()`,
      })),
    )
    .execute();
}

/** Puts the steps of a flow into the order of these ids, which are all of them. */
export async function reorderSteps(
  db: Kysely<Tables>,
  flow: StepsOwner,
  ids: readonly string[],
): Promise<void> {
  await rankAnew(
    db,
    flow,
    ids.map((id) => ({ id })),
  );
  await growRevision(db, flow);
}

async function rankAnew(
  db: Kysely<Tables>,
  flow: StepsOwner,
  steps: readonly { readonly id: string }[],
): Promise<void> {
  const ids = steps.map(({ id }) => id);
  await sql`
    update test_steps set rank = place.rank - 1
    from unnest(${ids}::uuid[]) with ordinality as place (id, rank)
    where test_steps.id = place.id
      and organization_id = ${flow.organizationId}::uuid
      and test_flow_id = ${flow.id}::uuid`.execute(db);
}

/** Puts a changed step in the place of the one with its id. */
export async function saveStep(
  db: Kysely<Tables>,
  flow: StepsOwner,
  step: TestStep & { readonly id: string },
): Promise<StepRow> {
  await db
    .updateTable('test_steps')
    .set({ ...columnsOf(step), updated_at: sql<Date>`now()` })
    .where('organization_id', '=', flow.organizationId)
    .where('test_flow_id', '=', flow.id)
    .where('id', '=', step.id)
    .execute();
  await growRevision(db, flow);
  return getStep(db, flow, step.id);
}

/** Whether there was such a step. */
export async function deleteStep(db: Kysely<Tables>, flow: StepsOwner, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('test_steps')
    .where('organization_id', '=', flow.organizationId)
    .where('test_flow_id', '=', flow.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (numDeletedRows > 0n) await growRevision(db, flow);
  return numDeletedRows > 0n;
}

/** How many flows of an organization have steps that use each of some variables. */
export async function countFlowsUsing(
  db: Kysely<Tables>,
  organizationId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ key: string; count: number }>`
    select key, count(distinct test_flow_id)::int as count
    from test_steps cross join unnest(variables) as key
    where organization_id = ${organizationId}::uuid and key = any(${[...keys]}::text[])
    group by key`.execute(db);
  return new Map(rows.map(({ key, count }) => [key, count]));
}

async function getStep(db: Kysely<Tables>, flow: StepsOwner, id: string): Promise<StepRow> {
  return stepsOf(db, flow).selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function deleteOtherSteps(
  db: Kysely<Tables>,
  flow: StepsOwner,
  kept: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('test_steps')
    .where('organization_id', '=', flow.organizationId)
    .where('test_flow_id', '=', flow.id)
    .where(sql<boolean>`id <> all(${[...kept]}::uuid[])`)
    .execute();
}

async function growRevision(db: Kysely<Tables>, flow: StepsOwner): Promise<void> {
  await db
    .updateTable('test_flows')
    .set({ steps_revision: sql<number>`steps_revision + 1`, updated_at: sql<Date>`now()` })
    .where('organization_id', '=', flow.organizationId)
    .where('id', '=', flow.id)
    .execute();
}

function ownerColumns({ organizationId, id }: StepsOwner) {
  return { organization_id: organizationId, test_flow_id: id };
}

function columnsOf(step: TestStep) {
  const names = variableUsesOf({ step, at: '' }).map(({ name }) => name);
  return {
    type: step.type,
    name: step.name,
    params: JSON.stringify(step.params),
    fallback_selectors: [...step.fallbackSelectors],
    variables: [...new Set(names)],
    timeout_ms: step.timeoutMs,
    optional: step.optional,
    enabled: step.enabled,
  };
}
