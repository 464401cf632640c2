import type { components } from '@checkview/contract/types';
import type { Services } from '../context.ts';
import type { OrganizationRow } from '../store/organizations.ts';

export function toOrganization(
  row: OrganizationRow,
  limitsOf: Services['limitsOf'],
): components['schemas']['Organization'] {
  const { settings } = row;
  return {
    id: row.id,
    name: settings.name,
    slug: row.slug,
    plan: row.plan,
    subscriptionStatus: row.subscriptionStatus,
    timezone: settings.timezone,
    // A default does not run, so it has no next run.
    defaultSchedule: { ...settings.defaultSchedule, nextRunAt: null },
    defaultTestFlowSettings: settings.defaultTestFlowSettings,
    platform: settings.platform,
    limits: limitsOf(row.plan, row.isTrialing),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
