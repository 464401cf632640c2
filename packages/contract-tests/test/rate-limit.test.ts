import { describe, expect, test } from 'vitest';
import type { ContractTestOptions } from '../src/index.ts';
import { loadShelf, movableTime, runOnShelf, violatedIds } from './load-shelf.ts';
import { type LimitFault, limitFaults } from './shelf/limit-faults.ts';

const model = await loadShelf();

/** For each fault, the promises that must catch it. */
const catchers: Readonly<Record<LimitFault, readonly string[]>> = {
  'no-limit-headers': ['getProfile:X.headers'],
  'limit-on-errors': ['getBook:X.headers'],
  'limit-other': ['getProfile:X.limit'],
  'reset-millis': ['getProfile:X.reset'],
  'reset-past': ['getProfile:X.reset'],
  'remaining-frozen': ['getProfile:X.decrement'],
  'remaining-high': ['getProfile:X.floor'],
  'writes-free': ['createBook:X.decrement'],
  'refusals-refunded': ['lendBook:X.decrement'],
  'never-refuses': ['getProfile:X.block/plain'],
  'refuses-late': ['getProfile:X.block/plain'],
  'refuses-early': ['getProfile:X.fair/plain'],
  'no-retry-after': ['getProfile:X.retry-after/plain'],
  'retry-after-time': ['getProfile:X.retry-after/plain'],
  'retry-after-short': ['getProfile:X.recover/plain'],
  'window-stays': ['getProfile:X.recover/plain'],
  'one-window': ['getProfile:X.partition/plain'],
  'window-per-token': ['getProfile:X.share/plain'],
  'refused-executes': ['getProfile:X.nofx/plain'],
  'refusal-plain': ['getProfile:X.problem/plain'],
};

/** The faults that show on other operations. */
const elsewhere: readonly LimitFault[] = ['limit-on-errors', 'writes-free', 'refusals-refunded'];

async function run(faults: readonly LimitFault[], options: ContractTestOptions = {}) {
  const time = movableTime();
  const quota = 120;
  const { report } = await runOnShelf(
    model,
    { faults, now: time.now, quota },
    { only: ['getProfile:X.*'], quota, ...time, ...options },
  );
  return report;
}

describe('the rate limit', () => {
  test.for(Object.keys(limitFaults) as LimitFault[])('is caught with the fault %s', async (fault) => {
    const report = await run([fault], elsewhere.includes(fault) ? { only: ['*Book'] } : {});
    expect(violatedIds(report)).toEqual(expect.arrayContaining([...catchers[fault]]));
    expect(report.ok).toBe(false);
  });

  test('of a right server is proved by using it up', async () => {
    const report = await run([]);
    const open = report.results.filter(({ verdict }) => verdict.outcome !== 'proved');
    expect(open.map(({ id, verdict }) => [id, verdict])).toEqual([]);
  });

  const refusals = {
    only: ['getProfile:X.block/*', '*:R.*/429*'],
    except: ['leave'], // nobody is lost to see it
  };

  test('is told by every operation to whom is refused, once it is used up', async () => {
    const report = await run([], refusals);
    const open = report.results.filter(({ verdict }) => verdict.outcome !== 'proved');
    expect(open.map(({ id, verdict }) => [id, verdict])).toEqual([]);
    expect(report.leftBehind).toEqual([]);
  });

  test('is caught in plain text on each of them', async () => {
    const report = await run(['refusal-plain'], refusals);
    expect(violatedIds(report)).toEqual(
      expect.arrayContaining(['listBooks:R.media/429', 'deleteBook:R.media/429', 'createToken:R.media/429']),
    );
  });

  test('of a right server is proved on every operation', async () => {
    const report = await run([], {
      only: ['X.headers', 'X.limit', 'X.floor', 'X.reset', 'X.decrement'],
      except: ['leave:X.decrement'], // whoever leaves sends one request only
    });
    const open = report.results.filter(({ verdict }) => verdict.outcome !== 'proved');
    expect(open.map(({ id, verdict }) => [id, verdict])).toEqual([]);
  });

  test('is not used up without leave', async () => {
    const time = movableTime();
    const { report } = await runOnShelf(
      model,
      { now: time.now, quota: 120 },
      { only: ['getProfile:X.*'], quota: 120, now: time.now },
    );
    const open = report.results.filter(({ verdict }) => verdict.outcome !== 'proved');
    expect(open.map(({ verdict }) => 'reason' in verdict && verdict.reason)).toEqual(
      Array.from({ length: 8 }, () => 'needs-budget'),
    );
    expect(report.requests).toBeLessThan(20);
  });

  test('is used up for a caller who is named, and others go on', async () => {
    const report = await run([], { exhaust: ['southern'] });
    expect(violatedIds(report)).toEqual([]);
    expect(report.results.find(({ kind }) => kind === 'X.block')?.verdict).toMatchObject({
      outcome: 'proved',
    });
  });
});
