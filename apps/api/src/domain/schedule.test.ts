import { describe, expect, test } from 'vitest';
import { initialSchedule } from './organization-defaults.ts';
import { changeSchedule, checkSchedule, projectRuns } from './schedule.ts';

const weekly = { ...initialSchedule, cadence: 'weekly', dayOfWeek: 'friday' } as const;

describe('a changed schedule', () => {
  test('keeps the day while the cadence stays', () => {
    expect(changeSchedule(weekly, { hour: 7 })).toEqual({ ...weekly, hour: 7 });
    expect(changeSchedule(weekly, { cadence: 'weekly' })).toEqual(weekly);
  });

  test('clears the day of the cadence it had', () => {
    expect(changeSchedule(weekly, { cadence: 'daily' })).toEqual({
      ...weekly,
      cadence: 'daily',
      dayOfWeek: null,
    });
  });

  test('takes the day that comes with the new cadence', () => {
    const monthly = changeSchedule(weekly, { cadence: 'monthly', dayOfMonth: 3 });
    expect(monthly).toEqual({ ...weekly, cadence: 'monthly', dayOfWeek: null, dayOfMonth: 3 });
    expect(checkSchedule(monthly, '')).toEqual([]);
  });
});

describe('a schedule', () => {
  test.each([
    [weekly, []],
    [initialSchedule, []],
    [{ ...initialSchedule, timezone: 'America/New_York' }, []],
    [{ ...weekly, dayOfWeek: null }, ['/s/dayOfWeek']],
    [{ ...initialSchedule, cadence: 'monthly' as const }, ['/s/dayOfMonth']],
    [{ ...weekly, dayOfMonth: 1 }, ['/s/dayOfMonth']],
    [{ ...initialSchedule, timezone: 'Mars/Olympus' }, ['/s/timezone']],
    [{ ...initialSchedule, timezone: '+25:00' }, ['/s/timezone']],
  ])('%j is refused at %j', (schedule, pointers) => {
    expect(checkSchedule(schedule, '/s').map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

test('projects 30, 4 and 1 runs a month for daily, weekly and monthly schedules', () => {
  expect(projectRuns([])).toBe(0);
  const one = (cadence: 'daily' | 'weekly' | 'monthly') => projectRuns([{ cadence, count: 1 }]);
  expect([one('daily'), one('weekly'), one('monthly')]).toEqual([30, 4, 1]);
  expect(
    projectRuns([
      { cadence: 'daily', count: 2 },
      { cadence: 'weekly', count: 3 },
    ]),
  ).toBe(72);
});
