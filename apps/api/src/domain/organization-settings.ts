import { type MergePatch, mergePatch } from './merge-patch.ts';
import type { PlatformSettings, Schedule, TestFlowSettings } from './organization-defaults.ts';
import type { Refusal } from './refusal.ts';
import { changeSchedule, checkSchedule, unknownTimeZone } from './schedule.ts';
import { isTimeZone } from './time-zone.ts';

/** What an admin can change of an organization. */
export interface OrganizationSettings {
  readonly name: string;
  readonly timezone: string;
  readonly defaultSchedule: Schedule;
  readonly defaultTestFlowSettings: TestFlowSettings;
  readonly platform: PlatformSettings;
}

export type SettingsChange =
  | { readonly kind: 'changed'; readonly settings: OrganizationSettings }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** Applies a merge patch to the settings of an organization. */
export function changeSettings(
  current: OrganizationSettings,
  patch: MergePatch<OrganizationSettings>,
): SettingsChange {
  const { defaultSchedule: schedulePatch, ...rest } = patch;
  const merged = mergePatch<OrganizationSettings>(current, rest);
  const settings = {
    ...merged,
    name: merged.name.trim(),
    defaultSchedule: changeSchedule(current.defaultSchedule, schedulePatch ?? {}),
  };
  const refusals = [
    ...(isTimeZone(settings.timezone) ? [] : [unknownTimeZone('/timezone')]),
    ...checkSchedule(settings.defaultSchedule, '/defaultSchedule'),
  ];
  return refusals.length === 0 ? { kind: 'changed', settings } : { kind: 'refused', refusals };
}
