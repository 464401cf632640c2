import type { components } from '@checkview/contract/types';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { PlatformSettings, Schedule, TestFlowSettings } from '../domain/organization-defaults.ts';
import type { Plan } from '../domain/plan.ts';
import type { Role } from '../domain/role.ts';
import type { TokenScope } from '../domain/token-request.ts';

/** The shapes of the description. */
type Schemas = components['schemas'];

/** JSON that may be left out at first. */
type Json<Value extends object> = ColumnType<Value, string | undefined, string>;

/** What the last check of a website found. */
export type StoredHealth = Omit<Schemas['WebsiteHealth'], 'websiteId' | 'checkedAt' | 'status'>;
export type StoredSiteInfo = Omit<Schemas['SiteInfo'], 'websiteId' | 'fetchedAt'>;
export type StoredFormPage = Schemas['WebsiteFormPage'];
/** What the flow sets itself; what it inherits is left out. */
export type StoredFlowSettings = Partial<Schemas['TestFlowSettingsValues']>;
/** The flow's own rules; empty where the organization's hold. */
export type StoredFlowNotifications = Partial<Pick<Schemas['TestFlowNotifications'], 'email' | 'channelIds'>>;

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
    paused_at: Date | null;
    connection_status: Generated<'unverified' | 'connected' | 'disconnected' | 'blocked'>;
    health: Json<StoredHealth> | null;
    health_checked_at: Date | null;
    basic_auth_username: string | null;
    basic_auth_password: Buffer | null;
    ignore_tls_errors: Generated<boolean>;
    woocommerce: boolean | null;
    site_info: Json<StoredSiteInfo> | null;
    site_info_fetched_at: Date | null;
    created_by: string | null;
    created_at: DatabaseTime;
    updated_at: DatabaseTime;
  };
  website_forms: {
    id: Generated<string>;
    organization_id: string;
    website_id: string;
    plugin: Schemas['FormPlugin'];
    external_id: string;
    name: string;
    addons: Generated<string[]>;
    pages: JSONColumnType<readonly StoredFormPage[]>;
    status: Generated<'present' | 'missing'>;
    first_seen_at: DatabaseTime;
    last_seen_at: DatabaseTime;
  };
  website_products: {
    organization_id: string;
    website_id: string;
    id: string;
    name: string;
    slug: string;
    url: string;
    thumbnail_url: string | null;
    type: 'simple' | 'variable' | 'other';
    is_test_product: Generated<boolean>;
    variations: JSONColumnType<Schemas['WebsiteProduct']['variations']>;
  };
  test_flows: {
    id: Generated<string>;
    organization_id: string;
    website_id: string;
    name: string;
    type: Generated<Schemas['TestFlowTypeSlug']>;
    page_url: Generated<string>;
    form_id: string | null;
    product_id: string | null;
    tags: Generated<string[]>;
    status: Generated<'active' | 'paused'>;
    setup_status: Generated<'pending' | 'in-progress' | 'ready' | 'failed'>;
    /** Grows with each rebuild, so that the result of an earlier one is recognized and left. */
    setup_attempt: Generated<number>;
    setup_error_code: string | null;
    setup_error_message: string | null;
    setup_finished_at: Date | null;
    steps_revision: Generated<number>;
    schedule: JSONColumnType<Schedule>;
    settings: Json<StoredFlowSettings>;
    notifications: Json<StoredFlowNotifications>;
    created_by: string | null;
    created_at: DatabaseTime;
    updated_at: DatabaseTime;
  };
  test_steps: {
    id: Generated<string>;
    organization_id: string;
    test_flow_id: string;
    /**
     * Orders the steps of a flow; unique in it at the end of each transaction. A new step gets a number
     * between those of its neighbours, so that no other row changes its rank; positions are counted.
     */
    rank: ColumnType<string, number, number>;
    type: Schemas['TestStepTypeSlug'];
    name: string | null;
    params: JSONColumnType<Readonly<Record<string, unknown>>>;
    fallback_selectors: Generated<string[]>;
    /** The names of the variables that the step uses, each once. */
    variables: Generated<string[]>;
    timeout_ms: number | null;
    optional: Generated<boolean>;
    enabled: Generated<boolean>;
    generated: Generated<boolean>;
    created_at: DatabaseTime;
    updated_at: DatabaseTime;
  };
  /** Either `value` or, for a secret, `sealed_value`. */
  variables: {
    id: Generated<string>;
    organization_id: string;
    key: string;
    value: string | null;
    sealed_value: Buffer | null;
    secret: Generated<boolean>;
    context: Generated<Schemas['VariableContext']>;
    description: string | null;
    created_at: DatabaseTime;
    updated_at: DatabaseTime;
  };
  test_runs: {
    id: Generated<string>;
    organization_id: string;
    website_id: string | null;
    test_flow_id: string | null;
    test_flow_type: Generated<Schemas['TestFlowTypeSlug']>;
    status: Generated<'pending' | 'running' | 'passed' | 'failed' | 'canceled'>;
    trigger: 'scheduled' | 'manual' | 'api' | 'batch' | 'retry' | 'auto-retry';
    mode: Generated<'visual' | 'fast'>;
    steps_total: Generated<number>;
    steps_revision: Generated<number>;
    variables: Json<Readonly<Record<string, string>>>;
    note: string | null;
    metadata: Json<Readonly<Record<string, string>>>;
    triggered_by: string | null;
    counts_toward_usage: Generated<boolean>;
    queued_at: DatabaseTime;
    started_at: Date | null;
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
