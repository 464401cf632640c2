import { DateTime, IANAZone } from 'luxon';
import type { DayOfWeek, Schedule } from './organization-defaults.ts';

/**
 * The first run after a moment. An hour that clocks skip is run when they have been put forward; one that
 * comes twice is run the first time.
 */
export function findNextRun(schedule: Schedule, after: Date): Date {
  const zone = IANAZone.create(schedule.timezone);
  const today = DateTime.fromJSDate(after, { zone });
  // A month and some days hold a day of every cadence, even when this month's has passed.
  for (let days = 0; days <= 62; days += 1) {
    const day = DateTime.utc(today.year, today.month, today.day).plus({ days });
    const run = isDayOf(schedule, day) ? firstMoment(day, schedule.hour, zone) : null;
    if (run !== null && run > after) return run;
  }
  throw new Error(`A ${schedule.cadence} schedule has no day to run on.`);
}

function isDayOf({ cadence, dayOfWeek, dayOfMonth }: Schedule, day: DateTime): boolean {
  if (cadence === 'weekly') return dayOfWeek !== null && weekdays[day.weekday - 1] === dayOfWeek;
  return cadence === 'daily' || day.day === dayOfMonth;
}

const weekdays: readonly DayOfWeek[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

/** Luxon alone leaves open which of two equal hours it takes. */
function firstMoment(day: DateTime, hour: number, zone: IANAZone): Date {
  const { year, month, day: dayOfMonth } = day;
  const moment = DateTime.fromObject({ year, month, day: dayOfMonth, hour }, { zone });
  const moments = moment.getPossibleOffsets().map((possible) => possible.toMillis());
  return new Date(Math.min(moment.toMillis(), ...moments));
}
