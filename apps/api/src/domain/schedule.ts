import { type MergePatch, mergePatch } from './merge-patch.ts';
import type { Schedule } from './organization-defaults.ts';
import type { Refusal } from './refusal.ts';
import { isTimeZone } from './time-zone.ts';

/** The schedule after a merge patch. The day of another cadence is cleared when the cadence changes. */
export function changeSchedule(current: Schedule, patch: MergePatch<Schedule>): Schedule {
  const cadence = patch.cadence ?? current.cadence;
  const kept: Schedule =
    cadence === current.cadence ? current : { ...current, dayOfWeek: null, dayOfMonth: null };
  return mergePatch(kept, patch);
}

/** What does not fit together in a schedule; `base` is the pointer to it. */
export function checkSchedule(schedule: Schedule, base: string): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const { cadence, dayOfWeek, dayOfMonth } = schedule;
  if (!isTimeZone(schedule.timezone)) refusals.push(unknownTimeZone(`${base}/timezone`));
  if ((cadence === 'weekly') !== (dayOfWeek !== null)) {
    refusals.push(refuseDay(`${base}/dayOfWeek`, cadence, cadence === 'weekly'));
  }
  if ((cadence === 'monthly') !== (dayOfMonth !== null)) {
    refusals.push(refuseDay(`${base}/dayOfMonth`, cadence, cadence === 'monthly'));
  }
  return refusals;
}

export function unknownTimeZone(pointer: string): Refusal {
  return { pointer, code: 'time-zone', message: 'must be a name of the IANA time zone database' };
}

function refuseDay(pointer: string, cadence: Schedule['cadence'], isNeeded: boolean): Refusal {
  const message = isNeeded
    ? `is required for a ${cadence} schedule`
    : `must be null for a ${cadence} schedule`;
  return { pointer, code: 'cadence', message };
}

/** How many runs one enabled schedule makes in a month, as usage projects it. */
const runsPerMonth: Readonly<Record<Schedule['cadence'], number>> = { daily: 30, weekly: 4, monthly: 1 };

/** How many runs schedules make in a month, by how many of each cadence there are. */
export function projectRuns(
  schedules: readonly { readonly cadence: Schedule['cadence']; readonly count: number }[],
): number {
  return schedules.reduce((sum, { cadence, count }) => sum + runsPerMonth[cadence] * count, 0);
}
