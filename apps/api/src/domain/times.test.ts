import { describe, expect, test } from 'vitest';
import { readInstant } from './instant.ts';
import { monthOf, periodOfMonth } from './month.ts';
import { readPeriod } from './period.ts';
import { isTimeZone } from './time-zone.ts';
import { readExpiry } from './token-request.ts';

const now = new Date('2026-05-11T09:00:00.000Z');

describe('an instant', () => {
  test.each([
    ['2026-05-11T09:00:00Z', '2026-05-11T09:00:00.000Z'],
    ['2026-05-11t09:00:00z', '2026-05-11T09:00:00.000Z'],
    ['2026-05-11T11:00:00.5+02:00', '2026-05-11T09:00:00.500Z'],
    ['2026-05-11T09:00:00.123456789Z', '2026-05-11T09:00:00.123Z'],
    ['1990-12-31T23:59:60Z', '1990-12-31T23:59:59.000Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(readInstant(text)?.toISOString()).toBe(time);
  });

  test.each(['9999-12-31T23:59:59-01:00', '0000-01-01T00:00:00+01:00', 'soon'])('%s is none', (text) => {
    expect(readInstant(text)).toBeNull();
  });
});

describe('a period', () => {
  test('is the last 30 days by default', () => {
    const from = new Date('2026-04-11T09:00:00.000Z');
    expect(readPeriod({}, now)).toEqual({ kind: 'period', period: { from, to: now } });
  });

  test('begins 30 days before its end by default', () => {
    const asked = readPeriod({ to: '2026-03-31T00:00:00Z' }, now);
    expect(asked).toMatchObject({ period: { from: new Date('2026-03-01T00:00:00Z') } });
  });

  test('may be empty, and not end before it begins', () => {
    const from = '2026-05-11T09:00:00Z';
    expect(readPeriod({ from, to: from }, now).kind).toBe('period');
    expect(readPeriod({ from, to: '2026-05-11T08:59:59Z' }, now)).toMatchObject({
      kind: 'refused',
      refusals: [{ pointer: 'query/from' }],
    });
  });
});

describe('a month', () => {
  test('goes to the beginning of the next one', () => {
    expect(periodOfMonth('2026-12')).toEqual({
      from: new Date('2026-12-01T00:00:00Z'),
      to: new Date('2027-01-01T00:00:00Z'),
    });
    expect(periodOfMonth('2028-02').to).toEqual(new Date('2028-03-01T00:00:00Z'));
  });

  test('is that of UTC', () => {
    expect(monthOf(new Date('2026-06-01T01:00:00+02:00'))).toBe('2026-05');
  });
});

describe('the end of a token', () => {
  test.each([null, undefined])('%s is never', (text) => {
    expect(readExpiry(text, now)).toEqual({ kind: 'expiry', expiresAt: null });
  });

  test.each(['2026-05-11T09:00:00.001Z', '2027-05-11T09:00:00.000Z'])('may be %s', (text) => {
    expect(readExpiry(text, now)).toEqual({ kind: 'expiry', expiresAt: new Date(text) });
  });

  test.each([
    ['2026-05-11T09:00:00.000Z', 'minimum'],
    ['2027-05-11T09:00:00.001Z', 'maximum'],
    ['9999-12-31T23:59:59-01:00', 'minimum'],
  ])('may not be %s', (text, code) => {
    expect(readExpiry(text, now)).toMatchObject({
      kind: 'refused',
      refusal: { code, pointer: '/expiresAt' },
    });
  });
});

test('knows the time zones of the IANA database', () => {
  expect(['UTC', 'America/New_York', 'Europe/Berlin', 'Etc/GMT+5'].every(isTimeZone)).toBe(true);
  expect(['Mars/Olympus', 'America', '', 'EuropeBerlin'].some(isTimeZone)).toBe(false);
});
