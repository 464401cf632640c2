import { type Kysely, sql } from 'kysely';

/** Websites with their forms and products, test flows with their steps, variables, runs and audits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createWebsites(db);
  await createTestFlows(db);
  await createVariables(db);
  await createRuns(db);
}

async function createWebsites(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table websites (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      url text not null unique,
      status text not null default 'active' check (status in ('active', 'paused')),
      paused_at timestamptz,
      connection_status text not null default 'unverified'
        check (connection_status in ('unverified', 'connected', 'disconnected', 'blocked')),
      health json,
      health_checked_at timestamptz,
      basic_auth_username text,
      basic_auth_password bytea,
      ignore_tls_errors boolean not null default false,
      woocommerce boolean,
      site_info json,
      site_info_fetched_at timestamptz,
      created_by uuid references users on delete set null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index websites_of_organization on websites (organization_id, created_at desc, id desc)`.execute(
    db,
  );
  await sql`create index websites_by_name on websites (organization_id, name collate "C", id)`.execute(db);
  await sql`
    create table member_websites (
      member_id uuid not null references members on delete cascade,
      website_id uuid not null references websites on delete cascade,
      primary key (member_id, website_id)
    )`.execute(db);
  await sql`create index member_websites_of_website on member_websites (website_id)`.execute(db);
  await sql`
    create table website_forms (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      website_id uuid not null references websites on delete cascade,
      plugin text not null,
      external_id text not null,
      name text not null,
      addons text[] not null default '{}',
      pages json not null default '[]',
      status text not null default 'present' check (status in ('present', 'missing')),
      first_seen_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      unique (website_id, plugin, external_id)
    )`.execute(db);
  await sql`create index website_forms_by_name on website_forms (website_id, name collate "C", id)`.execute(
    db,
  );
  await sql`
    create table website_products (
      organization_id uuid not null references organizations on delete cascade,
      website_id uuid not null references websites on delete cascade,
      id text not null,
      name text not null,
      slug text not null,
      url text not null,
      thumbnail_url text,
      type text not null check (type in ('simple', 'variable', 'other')),
      is_test_product boolean not null default false,
      variations json not null default '[]',
      primary key (website_id, id)
    )`.execute(db);
}

async function createTestFlows(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table test_flows (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      website_id uuid not null references websites on delete cascade,
      name text not null,
      type text not null default 'custom',
      page_url text not null default '',
      form_id uuid references website_forms on delete set null,
      product_id text,
      tags text[] not null default '{}',
      status text not null default 'active' check (status in ('active', 'paused')),
      setup_status text not null default 'pending'
        check (setup_status in ('pending', 'in-progress', 'ready', 'failed')),
      setup_attempt integer not null default 1,
      setup_error_code text,
      setup_error_message text,
      setup_finished_at timestamptz,
      steps_revision integer not null default 1,
      schedule json not null,
      settings json not null default '{}',
      notifications json not null default '{}',
      created_by uuid references users on delete set null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index test_flows_of_website on test_flows (organization_id, website_id)`.execute(db);
  await sql`create index test_flows_of_organization on test_flows (organization_id, created_at desc, id desc)`.execute(
    db,
  );
  await sql`create index test_flows_of_form on test_flows (form_id)`.execute(db);
  await sql`
    create table test_steps (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      test_flow_id uuid not null references test_flows on delete cascade,
      rank numeric not null,
      type text not null,
      name text,
      params json not null,
      fallback_selectors text[] not null default '{}',
      variables text[] not null default '{}',
      timeout_ms integer,
      optional boolean not null default false,
      enabled boolean not null default true,
      generated boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (test_flow_id, rank) deferrable initially deferred
    )`.execute(db);
  await sql`create index test_steps_of_organization on test_steps (organization_id)`.execute(db);
}

async function createVariables(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table variables (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      key text not null,
      value text,
      sealed_value bytea,
      secret boolean not null default false,
      context text not null default 'any',
      description text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      check ((value is null) = (sealed_value is not null))
    )`.execute(db);
  await sql`create unique index variables_by_key on variables (organization_id, key collate "C")`.execute(db);
}

async function createRuns(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table test_runs (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      website_id uuid references websites on delete set null,
      test_flow_id uuid references test_flows on delete set null,
      test_flow_type text not null default 'custom',
      status text not null default 'pending'
        check (status in ('pending', 'running', 'passed', 'failed', 'canceled')),
      trigger text not null
        check (trigger in ('scheduled', 'manual', 'api', 'batch', 'retry', 'auto-retry')),
      mode text not null default 'visual' check (mode in ('visual', 'fast')),
      steps_total integer not null default 0,
      steps_revision integer not null default 1,
      variables json not null default '{}',
      note text,
      metadata json not null default '{}',
      triggered_by uuid references users on delete set null,
      counts_toward_usage boolean not null default true,
      queued_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz
    )`.execute(db);
  await sql`create index test_runs_of_organization on test_runs (organization_id, queued_at)`.execute(db);
  await sql`create index test_runs_of_website on test_runs (website_id, queued_at desc, id desc)`.execute(db);
  await sql`create index test_runs_of_flow on test_runs (test_flow_id, queued_at desc, id desc)`.execute(db);
  await sql`
    create table ux_audits (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      website_id uuid references websites on delete set null,
      status text not null default 'pending'
        check (status in ('pending', 'running', 'completed', 'failed', 'canceled')),
      score integer check (score between 0 and 100),
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index ux_audits_of_organization on ux_audits (organization_id, created_at)`.execute(db);
}
