import type { components } from '@checkview/contract/types';

type Schemas = components['schemas'];

export type NotificationTargets = Schemas['TestFlowNotificationTargets'];

/** The flow's own rules; empty while it uses the organization's. */
export type OwnNotifications = Partial<NotificationTargets>;

/** Whom an organization tells before it says otherwise: nobody. */
export const initialNotificationTargets: NotificationTargets = {
  email: { enabled: true, emailAddresses: [], frequency: 'every-run' },
  channelIds: [],
};

/** What is left out stays as the flow has it; going back to the organization's settings drops it. */
export function changeNotifications(
  own: OwnNotifications,
  change: Schemas['TestFlowNotificationsUpdate'],
): OwnNotifications {
  if (change.useOrganizationSettings) return {};
  const { email = own.email ?? null, channelIds = own.channelIds ?? [] } = change;
  return { email, channelIds };
}

export function usesOrganization(own: OwnNotifications): boolean {
  return own.channelIds === undefined;
}

/** Who is told of results. */
export function resolveNotifications(
  own: OwnNotifications,
  organization: NotificationTargets,
): NotificationTargets {
  if (usesOrganization(own)) return organization;
  return { email: own.email ?? null, channelIds: own.channelIds ?? [] };
}
