import { type Kysely, sql } from 'kysely';

/** Websites, flows, runs and audits, as far as usage and statistics count them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table websites (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      url text not null unique,
      status text not null default 'active' check (status in ('active', 'paused')),
      connection_status text not null default 'unverified'
        check (connection_status in ('unverified', 'connected', 'disconnected', 'blocked')),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index websites_of_organization on websites (organization_id)`.execute(db);
  await sql`
    create table member_websites (
      member_id uuid not null references members on delete cascade,
      website_id uuid not null references websites on delete cascade,
      primary key (member_id, website_id)
    )`.execute(db);
  await sql`
    create table test_flows (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      website_id uuid not null references websites on delete cascade,
      name text not null,
      status text not null default 'active' check (status in ('active', 'paused')),
      setup_status text not null default 'pending'
        check (setup_status in ('pending', 'in-progress', 'ready', 'failed')),
      schedule json not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index test_flows_of_website on test_flows (organization_id, website_id)`.execute(db);
  await sql`
    create table test_runs (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      website_id uuid references websites on delete set null,
      test_flow_id uuid references test_flows on delete set null,
      status text not null default 'pending'
        check (status in ('pending', 'running', 'passed', 'failed', 'canceled')),
      trigger text not null
        check (trigger in ('scheduled', 'manual', 'api', 'batch', 'retry', 'auto-retry')),
      counts_toward_usage boolean not null default true,
      queued_at timestamptz not null default now(),
      finished_at timestamptz
    )`.execute(db);
  await sql`create index test_runs_of_organization on test_runs (organization_id, queued_at)`.execute(db);
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
