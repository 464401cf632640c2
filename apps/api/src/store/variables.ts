import { type Kysely, sql } from 'kysely';
import type { VariableContext } from '../domain/built-in-variables.ts';
import type { StoredValue } from '../domain/variable.ts';
import { containsText } from './contains-text.ts';
import { inOrder, isBehind, type ListOrder, type PageRange, positionOf } from './list-order.ts';
import { listTotal } from './list-total.ts';
import type { Tables } from './tables.ts';

export type VariableRow = NonNullable<Awaited<ReturnType<typeof findVariable>>>;

const columns = [
  'id',
  'key',
  'value',
  'sealed_value as sealedValue',
  'secret',
  'context',
  'description',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const;

export interface VariableFilter {
  /** A part of the key or of the description. */
  readonly search?: string | undefined;
  readonly context?: VariableContext | undefined;
}

export interface VariableList {
  readonly organizationId: string;
  readonly filter: VariableFilter;
}

const order = {
  column: 'variables.key',
  type: 'text',
  direction: 'asc',
  id: 'variables.id',
} satisfies ListOrder;

/** Some variables of an organization by their keys, behind a place. */
export async function listVariables(db: Kysely<Tables>, list: VariableList, page: PageRange) {
  return filtered(db, list)
    .where(isBehind(order, page.after))
    .select([...columns, positionOf(order).as('position')])
    .orderBy(inOrder(order))
    .limit(page.limit)
    .execute();
}

export function countVariables(db: Kysely<Tables>, list: VariableList): Promise<number | undefined> {
  return listTotal(db, filtered(db, list));
}

function filtered(db: Kysely<Tables>, { organizationId, filter }: VariableList) {
  let variables = db.selectFrom('variables').where('organization_id', '=', organizationId);
  const { search, context } = filter;
  if (context !== undefined) variables = variables.where('context', '=', context);
  if (search !== undefined) {
    variables = variables.where(containsText(['variables.key', 'variables.description'], search));
  }
  return variables;
}

export async function findVariable(db: Kysely<Tables>, organizationId: string, id: string) {
  return one(db, organizationId, id).executeTakeFirst();
}

/** Nobody else changes or deletes it, nor starts to use it, before the transaction ends. */
export async function lockVariable(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<VariableRow | undefined> {
  return one(db, organizationId, id).forUpdate().executeTakeFirst();
}

/** Which of some keys the organization has variables for. */
export async function findKeys(
  db: Kysely<Tables>,
  organizationId: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await withKeys(db, organizationId, keys).execute();
  return new Set(rows.map(({ key }) => key));
}

/** The same, and these variables cannot be deleted before the transaction ends. */
export async function lockKeys(
  db: Kysely<Tables>,
  organizationId: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await withKeys(db, organizationId, keys).orderBy('id').forKeyShare().execute();
  return new Set(rows.map(({ key }) => key));
}

function withKeys(db: Kysely<Tables>, organizationId: string, keys: readonly string[]) {
  return db
    .selectFrom('variables')
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`key = any(${[...keys]}::text[])`)
    .select('key');
}

export interface NewVariable extends StoredValue {
  readonly key: string;
  readonly context: VariableContext;
  readonly description: string | null;
}

/** Undefined when the organization has a variable of this key already. */
export async function insertVariable(
  db: Kysely<Tables>,
  organizationId: string,
  variable: NewVariable,
): Promise<VariableRow | undefined> {
  return db
    .insertInto('variables')
    .values({
      organization_id: organizationId,
      key: variable.key,
      ...valueColumns(variable),
      context: variable.context,
      description: variable.description,
    })
    .onConflict((conflict) => conflict.expression(sql`organization_id, key collate "C"`).doNothing())
    .returning(columns)
    .executeTakeFirst();
}

export async function saveVariable(
  db: Kysely<Tables>,
  organizationId: string,
  variable: Omit<NewVariable, 'key'> & { readonly id: string },
): Promise<VariableRow> {
  return db
    .updateTable('variables')
    .set({
      ...valueColumns(variable),
      context: variable.context,
      description: variable.description,
      updated_at: sql<Date>`now()`,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', variable.id)
    .returning(columns)
    .executeTakeFirstOrThrow();
}

export async function deleteVariableRow(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<void> {
  await db
    .deleteFrom('variables')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

function one(db: Kysely<Tables>, organizationId: string, id: string) {
  return db
    .selectFrom('variables')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .select(columns);
}

function valueColumns({ value, sealedValue, secret }: StoredValue) {
  return { value, sealed_value: sealedValue, secret };
}
