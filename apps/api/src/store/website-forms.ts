import { type Kysely, sql } from 'kysely';
import type { FormChanges, KnownForm } from '../domain/form-changes.ts';
import type { FormPlugin } from '../domain/form-field.ts';
import type { PluginForm } from '../helper-plugin/read-forms.ts';
import { containsText } from './contains-text.ts';
import { inOrder, isBehind, type ListOrder, type PageRange, positionOf } from './list-order.ts';
import { listTotal } from './list-total.ts';
import type { OwnedId } from './owned-id.ts';
import type { Tables } from './tables.ts';

export type FormRow = NonNullable<Awaited<ReturnType<typeof findForm>>>;

export interface FormFilter {
  readonly plugin?: FormPlugin | undefined;
  /** A part of the name. */
  readonly search?: string | undefined;
  readonly hasTestFlow?: boolean | undefined;
}

const byName: ListOrder = {
  column: 'website_forms.name',
  type: 'text',
  direction: 'asc',
  id: 'website_forms.id',
};

/** The forms of a website that the caller may access. */
export async function listForms(db: Kysely<Tables>, website: OwnedId, filter: FormFilter, page: PageRange) {
  return shown(filtered(db, website, filter))
    .where(isBehind(byName, page.after))
    .select(positionOf(byName).as('position'))
    .orderBy(inOrder(byName))
    .limit(page.limit)
    .execute();
}

export function countForms(
  db: Kysely<Tables>,
  website: OwnedId,
  filter: FormFilter,
): Promise<number | undefined> {
  return listTotal(db, filtered(db, website, filter));
}

/** A form of a website that the caller may access. */
export async function findForm(db: Kysely<Tables>, website: OwnedId, id: string) {
  return shown(forms(db, website)).where('website_forms.id', '=', id).executeTakeFirst();
}

/** The form that a plugin of the website knows by this id. */
export async function findFormByExternalId(
  db: Kysely<Tables>,
  website: OwnedId,
  form: Pick<PluginForm, 'plugin' | 'externalId'>,
) {
  return shown(forms(db, website))
    .where('plugin', '=', form.plugin)
    .where('external_id', '=', form.externalId)
    .executeTakeFirst();
}

export async function listKnownForms(db: Kysely<Tables>, website: OwnedId): Promise<readonly KnownForm[]> {
  return shown(forms(db, website)).execute();
}

/** Keeps what a reading of the form list changed. */
export async function saveFormChanges(
  db: Kysely<Tables>,
  website: OwnedId,
  changes: FormChanges,
): Promise<void> {
  const present = [...changes.added, ...changes.updated, ...changes.unchanged];
  if (present.length > 0) {
    await sql`
      insert into website_forms (organization_id, website_id, plugin, external_id, name, addons, pages)
      select websites.organization_id, websites.id, item ->> 'plugin', item ->> 'externalId', item ->> 'name',
        array(select json_array_elements_text(item -> 'addons')), item -> 'pages'
      from websites, json_array_elements(${JSON.stringify(present)}::json) as item
      where websites.organization_id = ${website.organizationId} and websites.id = ${website.id}
      on conflict (website_id, plugin, external_id) do update set
        name = excluded.name, addons = excluded.addons, pages = excluded.pages,
        status = 'present', last_seen_at = now()`.execute(db);
  }
  if (changes.missing.length > 0) {
    await db
      .updateTable('website_forms')
      .set({ status: 'missing' })
      .where('organization_id', '=', website.organizationId)
      .where('website_id', '=', website.id)
      .where('id', 'in', [...changes.missing])
      .execute();
  }
}

function forms(db: Kysely<Tables>, website: OwnedId) {
  return db
    .selectFrom('website_forms')
    .where('website_forms.organization_id', '=', website.organizationId)
    .where('website_forms.website_id', '=', website.id);
}

function filtered(db: Kysely<Tables>, website: OwnedId, { plugin, search, hasTestFlow }: FormFilter) {
  let query = forms(db, website);
  if (plugin !== undefined) query = query.where('plugin', '=', plugin);
  if (search !== undefined) query = query.where(containsText(['website_forms.name'], search));
  if (hasTestFlow !== undefined) query = query.where(hasFlow(hasTestFlow));
  return query;
}

const flowsOfForm = sql`
  from test_flows
  where test_flows.organization_id = website_forms.organization_id and test_flows.form_id = website_forms.id`;

function hasFlow(wanted: boolean) {
  return sql<boolean>`exists (select ${flowsOfForm}) = ${wanted}`;
}

function shown(query: ReturnType<typeof forms>) {
  return query.select([
    'website_forms.id',
    'website_forms.website_id as websiteId',
    'website_forms.plugin',
    'website_forms.external_id as externalId',
    'website_forms.name',
    'website_forms.addons',
    'website_forms.pages',
    sql<string[]>`array(
      select test_flows.id::text ${flowsOfForm} order by test_flows.created_at, test_flows.id
    )`.as('testFlowIds'),
    'website_forms.status',
    'website_forms.first_seen_at as firstSeenAt',
    'website_forms.last_seen_at as lastSeenAt',
  ]);
}
