import { type Kysely, sql } from 'kysely';

/** Organizations, people, tokens, and what the behaviours keep: idempotency keys and rate windows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table organizations (
      id uuid primary key default gen_random_uuid(),
      name text not null,
      slug text not null unique,
      plan text check (plan in ('essential', 'plus', 'advanced')),
      subscription_status text not null default 'none'
        check (subscription_status in ('none', 'trialing', 'active', 'past-due', 'canceled')),
      timezone text not null default 'UTC',
      default_schedule json not null,
      default_test_flow_settings json not null,
      platform json not null,
      trial_started_at timestamptz,
      trial_ends_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table users (
      id uuid primary key default gen_random_uuid(),
      email text not null unique check (email = lower(email)),
      first_name text not null,
      last_name text not null,
      timezone text not null default 'UTC',
      date_format text not null default 'mm/dd/yyyy',
      time_format text not null default '12h',
      two_factor_enabled boolean not null default false,
      news_opt_in boolean not null default false,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table members (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid not null references users on delete cascade,
      role text not null check (role in ('admin', 'collaborator')),
      all_websites boolean not null default true,
      joined_at timestamptz not null default now(),
      last_active_at timestamptz,
      unique (organization_id, user_id)
    )`.execute(db);
  await sql`create index members_of_user on members (user_id)`.execute(db);
  await sql`
    create table invites (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      email text not null check (email = lower(email)),
      role text not null check (role in ('admin', 'collaborator')),
      all_websites boolean not null default true,
      website_ids uuid[] not null default '{}',
      status text not null default 'pending' check (status in ('pending', 'accepted', 'revoked')),
      invited_by uuid references users on delete set null,
      expires_at timestamptz not null default now() + interval '7 days',
      accepted_at timestamptz,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index invites_of_organization on invites (organization_id, created_at desc, id desc)`.execute(
    db,
  );
  await sql`
    create table tokens (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid not null references users on delete cascade,
      name text not null,
      scopes text[] not null,
      secret_hash bytea not null unique,
      preview text not null,
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz,
      created_via text not null check (created_via in ('dashboard', 'api')),
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index tokens_of_user on tokens (organization_id, user_id, created_at desc, id desc)`.execute(
    db,
  );
  await sql`
    create table idempotency_keys (
      id bytea primary key,
      fingerprint text not null,
      sealed_answer bytea not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index idempotency_keys_expiry on idempotency_keys (expires_at)`.execute(db);
  // Unlogged: after a crash the count of the running minute is lost, and no request waits for a disk.
  await sql`
    create unlogged table rate_limit_windows (
      partition text primary key,
      window_start timestamptz not null,
      used integer not null
    )`.execute(db);
  await sql`
    create table settings (
      name text primary key,
      value bytea not null
    )`.execute(db);
}
