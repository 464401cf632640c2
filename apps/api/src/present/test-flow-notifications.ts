import type { components } from '@checkview/contract/types';
import {
  initialNotificationTargets,
  resolveNotifications,
  usesOrganization,
} from '../domain/flow-notifications.ts';
import type { FlowRow } from '../store/test-flows.ts';

export function toFlowNotifications({
  id,
  notifications,
}: Pick<FlowRow, 'id' | 'notifications'>): components['schemas']['TestFlowNotifications'] {
  return {
    testFlowId: id,
    useOrganizationSettings: usesOrganization(notifications),
    email: notifications.email ?? null,
    channelIds: notifications.channelIds ?? [],
    effective: resolveNotifications(notifications, initialNotificationTargets),
  };
}
