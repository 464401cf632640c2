import { type Kysely, sql } from 'kysely';

/**
 * The second line of tenancy: within a transaction that entered an organization (`enterOrganization`)
 * the role `checkview_app` sees and writes the rows of that organization only, whatever a query says.
 * Without the setting it sees none.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createRole(db);
  await createSettingFunctions(db);
  for (const table of owned)
    await secure(db, table, sql`organization_id = (select checkview_organization())`);
  await secure(db, 'organizations', sql`id = (select checkview_organization())`);
  // Whoever sees the website sees who may use it.
  await secure(db, 'member_websites', sql`exists (select from websites where websites.id = website_id)`);
  // People belong to several organizations; they are reached through rows of the one that was entered.
  await secure(db, 'users', sql`(select checkview_organization()) is not null`);
  await allowOwn(db);
  await sql`grant select, insert, update, delete on idempotency_keys to checkview_app`.execute(db);
}

/** The tables whose rows say which organization they belong to. */
const owned = [
  'members',
  'invites',
  'tokens',
  'websites',
  'website_forms',
  'website_products',
  'test_flows',
  'test_steps',
  'variables',
  'test_runs',
  'ux_audits',
];

/** Roles belong to the whole server, so another database's migration may have made it, even just now. */
async function createRole(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$
    begin
      if not exists (select from pg_roles where rolname = 'checkview_app') then
        begin
          create role checkview_app nologin;
        exception when duplicate_object or unique_violation then null;
        end;
      end if;
      if not pg_has_role(current_user, 'checkview_app', 'member') then
        grant checkview_app to current_user;
      end if;
    end $$`.execute(db);
  await sql`grant usage on schema public to checkview_app`.execute(db);
}

/** A setting that ended with an earlier transaction of the connection is empty, and means the same as none. */
async function createSettingFunctions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function checkview_organization() returns uuid language sql stable parallel safe
    return nullif(current_setting('checkview.organization_id', true), '')::uuid`.execute(db);
  await sql`
    create function checkview_user() returns uuid language sql stable parallel safe
    return nullif(current_setting('checkview.user_id', true), '')::uuid`.execute(db);
}

async function secure(db: Kysely<unknown>, table: string, condition: ReturnType<typeof sql>): Promise<void> {
  const name = sql.ref(table);
  await sql`grant select, insert, update, delete on ${name} to checkview_app`.execute(db);
  await sql`alter table ${name} enable row level security`.execute(db);
  await sql`
    create policy of_organization on ${name} to checkview_app
    using (${condition}) with check (${condition})`.execute(db);
}

/** What a user may read beyond the organization: their own memberships, and invitations sent to them. */
async function allowOwn(db: Kysely<unknown>): Promise<void> {
  await sql`
    create policy own_memberships on members for select to checkview_app
    using (user_id = (select checkview_user()))`.execute(db);
  await sql`
    create policy own_organizations on organizations for select to checkview_app
    using (exists (
      select from members where members.organization_id = organizations.id and members.user_id = (select checkview_user())
    ))`.execute(db);
  const isInvited = sql`email = (select email from users where users.id = (select checkview_user()))`;
  await sql`
    create policy own_invites on invites for select to checkview_app using (${isInvited})`.execute(db);
  // `for update` needs the right to update, although the row is changed only after its organization was entered.
  await sql`
    create policy own_invites_locked on invites for update to checkview_app using (${isInvited})`.execute(db);
}
