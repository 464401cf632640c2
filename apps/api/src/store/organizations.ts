import { type Kysely, sql } from 'kysely';
import type { OrganizationSettings } from '../domain/organization-settings.ts';
import type { Plan } from '../domain/plan.ts';
import type { SubscriptionStatus, Tables } from './tables.ts';

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly plan: Plan;
  readonly subscriptionStatus: SubscriptionStatus;
  readonly isTrialing: boolean;
  readonly trialStartedAt: Date | null;
  readonly trialEndsAt: Date | null;
  readonly settings: OrganizationSettings;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = [
  'id',
  'name',
  'slug',
  'plan',
  'subscription_status',
  'timezone',
  'default_schedule',
  'default_test_flow_settings',
  'platform',
  'trial_started_at',
  'trial_ends_at',
  'created_at',
  'updated_at',
] as const;

const isTrialing = sql<boolean>`coalesce(plan is null and trial_ends_at > now(), false)`;

export async function getOrganization(db: Kysely<Tables>, id: string): Promise<OrganizationRow> {
  return toRow(await organization(db, id).executeTakeFirstOrThrow());
}

/**
 * Reads an organization that is about to be changed, or whose members are: whoever else wants to waits
 * until this transaction ends.
 */
export async function lockOrganization(db: Kysely<Tables>, id: string): Promise<OrganizationRow> {
  // `no key`, so that rows which refer to the organization can be written meanwhile.
  return toRow(await organization(db, id).forNoKeyUpdate().executeTakeFirstOrThrow());
}

export async function saveSettings(
  db: Kysely<Tables>,
  id: string,
  settings: OrganizationSettings,
): Promise<OrganizationRow> {
  const row = await db
    .updateTable('organizations')
    .set({
      name: settings.name,
      timezone: settings.timezone,
      default_schedule: JSON.stringify(settings.defaultSchedule),
      default_test_flow_settings: JSON.stringify(settings.defaultTestFlowSettings),
      platform: JSON.stringify(settings.platform),
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .returning([...columns, isTrialing.as('is_trialing')])
    .executeTakeFirstOrThrow();
  return toRow(row);
}

function organization(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('organizations')
    .select([...columns, isTrialing.as('is_trialing')])
    .where('id', '=', id);
}

type SelectedOrganization = Awaited<ReturnType<ReturnType<typeof organization>['executeTakeFirstOrThrow']>>;

function toRow(row: SelectedOrganization): OrganizationRow {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    plan: row.plan,
    subscriptionStatus: row.subscription_status,
    isTrialing: row.is_trialing,
    trialStartedAt: row.trial_started_at,
    trialEndsAt: row.trial_ends_at,
    settings: {
      name: row.name,
      timezone: row.timezone,
      defaultSchedule: row.default_schedule,
      defaultTestFlowSettings: row.default_test_flow_settings,
      platform: row.platform,
    },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
