import { contract } from '@checkview/contract/server';
import { expect, test } from 'vitest';
import { limitsOf } from './plan.ts';

test('has the rate limits that the description declares', () => {
  const policies = contract.operations.find(({ id }) => id === 'listTokens')?.behaviours.rateLimit?.policies;
  const quotaOf = (name: string) => policies?.find((policy) => policy.name === name)?.quota;
  for (const plan of ['essential', 'plus', 'advanced'] as const) {
    expect(limitsOf(plan).requestsPerMinute).toBe(quotaOf('paid'));
  }
  expect(limitsOf(null).requestsPerMinute).toBe(quotaOf('none'));
});

test('gives a trial its test runs, and nothing to a plan', () => {
  expect(limitsOf(null).testRunsPerMonth).toBe(0);
  expect(limitsOf(null, true).testRunsPerMonth).toBe(100);
  expect(limitsOf('plus', true)).toEqual(limitsOf('plus'));
});
