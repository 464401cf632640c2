import { expect, test } from 'vitest';
import { createPatternJudge } from './pattern-judge.ts';

const { judge, isLegacy } = createPatternJudge({ timeout: 2_000, budget: 20_000 });

test.each([
  ['^[a-z0-9-]+$', 'safe'],
  ['^\\d{4}-\\d{2}-\\d{2}$', 'safe'],
  ['^[a-z]+@[a-z]+\\.[a-z]+$', 'safe'],
  ['^([a-z]+\\.)+[a-z]{2,}$', 'safe'],
  ['^(a+)+$', 'unsafe'],
  ['^(a|a)*$', 'unsafe'],
  ['^(.*a){5}$', 'unsafe'],
  ['^.*a.*b.*c.*d$', 'unsafe'],
  ['(a', 'invalid'],
  ['a{2,1}', 'invalid'],
  // Two repetitions side by side are quadratic at worst: slow on a megabyte, harmless on a field.
  ['a+b+', 'safe'],
])('%s is %s', (pattern, kind) => {
  expect(judge(pattern).kind).toBe(kind);
});

test('a pattern that needs the older syntax is legacy, not invalid', () => {
  expect(isLegacy('^[\\w-.]+$')).toBe(true);
  expect(judge('^[\\w-.]+$').kind).toBe('safe');
  expect(isLegacy('^[a-z]+$')).toBe(false);
});

test('when the time for all is spent, what is left is unknown, and no text of it is run', () => {
  const spent = createPatternJudge({ timeout: 1_000, budget: 0 });
  expect(spent.judge('^(a+)+$').kind).toBe('unknown');
  expect(spent.judge('^a+$').kind).toBe('safe');
});

test('a pattern that takes long to analyse ends in time', () => {
  const start = performance.now();
  const groups = Array.from({ length: 40 }, (_, n) => `(x${n}+|y*){1,99}`).join('');
  createPatternJudge({ timeout: 300, budget: 300 }).judge(`^${groups}$`);
  expect(performance.now() - start).toBeLessThan(5_000);
});
