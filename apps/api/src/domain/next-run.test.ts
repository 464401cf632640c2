import { expect, test } from 'vitest';
import { findNextRun } from './next-run.ts';
import { initialSchedule, type Schedule } from './organization-defaults.ts';

const newYork = { timezone: 'America/New_York' };
const weekly = { cadence: 'weekly', dayOfWeek: 'monday' } as const;
const monthly = (dayOfMonth: number) => ({ cadence: 'monthly', dayOfMonth }) as const;

test.each<[string, Partial<Schedule>, string, string]>([
  ['later today', {}, '2026-05-11T05:59:59.999Z', '2026-05-11T06:00:00.000Z'],
  ['tomorrow, at the very hour', {}, '2026-05-11T06:00:00.000Z', '2026-05-12T06:00:00.000Z'],
  ['over the end of a year', {}, '2026-12-31T06:00:00.000Z', '2027-01-01T06:00:00.000Z'],
  ['by the clock of its zone', newYork, '2026-05-11T00:00:00.000Z', '2026-05-11T10:00:00.000Z'],
  [
    'on the day of its zone',
    { timezone: 'Asia/Tokyo', hour: 6 },
    '2026-05-11T22:00:00.000Z',
    '2026-05-12T21:00:00.000Z',
  ],
  [
    'in a zone of half hours',
    { timezone: 'Asia/Kolkata', hour: 0 },
    '2026-05-11T00:00:00.000Z',
    '2026-05-11T18:30:00.000Z',
  ],
  ['on the weekday', weekly, '2026-05-11T06:00:00.000Z', '2026-05-18T06:00:00.000Z'],
  ['on the weekday of today', weekly, '2026-05-11T05:00:00.000Z', '2026-05-11T06:00:00.000Z'],
  ['next month', monthly(1), '2026-05-01T06:00:00.000Z', '2026-06-01T06:00:00.000Z'],
  ['after a short month', monthly(28), '2026-02-28T06:00:00.000Z', '2026-03-28T06:00:00.000Z'],
  [
    'after an hour that is skipped',
    { ...newYork, hour: 2 },
    '2026-03-08T05:00:00.000Z',
    '2026-03-08T07:00:00.000Z',
  ],
  [
    'the first of two equal hours',
    { ...newYork, hour: 1 },
    '2026-11-01T04:00:00.000Z',
    '2026-11-01T05:00:00.000Z',
  ],
  [
    'not in the second of two equal hours',
    { ...newYork, hour: 1 },
    '2026-11-01T05:00:00.000Z',
    '2026-11-02T06:00:00.000Z',
  ],
])('a schedule runs %s', (_name, schedule, after, want) => {
  expect(findNextRun({ ...initialSchedule, ...schedule }, new Date(after)).toISOString()).toBe(want);
});
