import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { PlatformSettings, Schedule, TestFlowSettings } from '../domain/organization-defaults.ts';
import type { Plan } from '../domain/plan.ts';
import type { Role } from '../domain/role.ts';
import type { TokenScope } from '../domain/token-request.ts';

/** A time that the database fills. */
type DatabaseTime = ColumnType<Date, Date | undefined, Date>;

export type SubscriptionStatus = 'none' | 'trialing' | 'active' | 'past-due' | 'canceled';

/** The tables as Kysely sees them; the migrations are their definition. */
export interface Tables {
  organizations: {
    id: Generated<string>;
    name: string;
    slug: string;
    plan: Plan;
    subscription_status: SubscriptionStatus;
    timezone: Generated<string>;
    default_schedule: JSONColumnType<Schedule>;
    default_test_flow_settings: JSONColumnType<TestFlowSettings>;
    platform: JSONColumnType<PlatformSettings>;
    trial_started_at: Date | null;
    trial_ends_at: Date | null;
    created_at: DatabaseTime;
    updated_at: DatabaseTime;
  };
  users: {
    id: Generated<string>;
    email: string;
    first_name: string;
    last_name: string;
    timezone: Generated<string>;
    date_format: Generated<'mm/dd/yyyy' | 'dd/mm/yyyy' | 'yyyy-mm-dd'>;
    time_format: Generated<'12h' | '24h'>;
    two_factor_enabled: Generated<boolean>;
    news_opt_in: Generated<boolean>;
    created_at: DatabaseTime;
  };
  members: {
    id: Generated<string>;
    organization_id: string;
    user_id: string;
    role: Role;
    all_websites: Generated<boolean>;
    joined_at: DatabaseTime;
    last_active_at: Date | null;
  };
  member_websites: { member_id: string; website_id: string };
  invites: {
    id: Generated<string>;
    organization_id: string;
    email: string;
    role: Role;
    all_websites: Generated<boolean>;
    website_ids: Generated<string[]>;
    status: Generated<'pending' | 'accepted' | 'revoked'>;
    invited_by: string | null;
    expires_at: DatabaseTime;
    accepted_at: Date | null;
    created_at: DatabaseTime;
  };
  tokens: {
    id: Generated<string>;
    organization_id: string;
    user_id: string;
    name: string;
    scopes: TokenScope[];
    secret_hash: Buffer;
    preview: string;
    expires_at: Date | null;
    last_used_at: Date | null;
    revoked_at: Date | null;
    created_via: 'dashboard' | 'api';
    created_at: DatabaseTime;
  };
  idempotency_keys: {
    id: Buffer;
    fingerprint: string;
    sealed_answer: Buffer;
    expires_at: Date;
  };
  rate_limit_windows: { partition: string; window_start: Date; used: number };
  settings: { name: string; value: Buffer };
  websites: {
    id: Generated<string>;
    organization_id: string;
    name: string;
    url: string;
    status: Generated<'active' | 'paused'>;
    connection_status: Generated<'unverified' | 'connected' | 'disconnected' | 'blocked'>;
    created_at: DatabaseTime;
    updated_at: DatabaseTime;
  };
  test_flows: {
    id: Generated<string>;
    organization_id: string;
    website_id: string;
    name: string;
    status: Generated<'active' | 'paused'>;
    setup_status: Generated<'pending' | 'in-progress' | 'ready' | 'failed'>;
    schedule: JSONColumnType<Schedule>;
    created_at: DatabaseTime;
  };
  test_runs: {
    id: Generated<string>;
    organization_id: string;
    website_id: string | null;
    test_flow_id: string | null;
    status: Generated<'pending' | 'running' | 'passed' | 'failed' | 'canceled'>;
    trigger: 'scheduled' | 'manual' | 'api' | 'batch' | 'retry' | 'auto-retry';
    counts_toward_usage: Generated<boolean>;
    queued_at: DatabaseTime;
    finished_at: Date | null;
  };
  ux_audits: {
    id: Generated<string>;
    organization_id: string;
    website_id: string | null;
    status: Generated<'pending' | 'running' | 'completed' | 'failed' | 'canceled'>;
    score: number | null;
    created_at: DatabaseTime;
  };
}
