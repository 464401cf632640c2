import { describe, expect, test } from 'vitest';
import { parseTrouble, TroubleSyntaxError } from './parse-trouble.ts';

const LONGEST = 60_000;

describe('a plan of trouble', () => {
  test('reads every form, with probabilities, counts and a seed', () => {
    const plan = parseTrouble(
      'latency=200ms..0.8s; status=503@0.1, reset@.5; truncate=25%; slow=2s; invalid=required; after=3; times=2; seed=7',
      LONGEST,
    );
    expect(plan.chances).toEqual([
      { trouble: { kind: 'latency', latency: { kind: 'uniform', from: 200, to: 800 } }, probability: 1 },
      { trouble: { kind: 'status', status: 503 }, probability: 0.1 },
      { trouble: { kind: 'reset' }, probability: 0.5 },
      { trouble: { kind: 'truncate', share: 0.25 }, probability: 1 },
      { trouble: { kind: 'slow', milliseconds: 2000 }, probability: 1 },
      { trouble: { kind: 'invalid', keyword: 'required' }, probability: 1 },
    ]);
    expect(plan).toMatchObject({ after: 3, times: 2, seed: '7' });
  });

  test.each([
    ['latency=1.5s', { kind: 'uniform', from: 1500, to: 1500 }],
    ['latency=normal(300ms,50ms)', { kind: 'normal', mean: 300, deviation: 50 }],
    ['latency=lognormal(300ms, 0.5)', { kind: 'lognormal', median: 300, sigma: 0.5 }],
    [
      'latency=percentiles(50:100ms,99:2s)',
      {
        kind: 'percentiles',
        points: [
          { percent: 50, milliseconds: 100 },
          { percent: 99, milliseconds: 2000 },
        ],
      },
    ],
  ])('knows the distribution %s', (text, latency) => {
    expect(parseTrouble(text, LONGEST).chances[0]?.trouble).toEqual({ kind: 'latency', latency });
  });

  test.each([
    [
      '',
      'It names no trouble. Known are latency, status, reset, truncate, slow, invalid, after, times, seed',
    ],
    ['times=2', 'It names no trouble.'],
    ['latncy=2s', 'There is no trouble called "latncy". Did you mean `latency`?'],
    ['constructor=1', 'There is no trouble called "constructor". Known are latency'],
    ['latency=2', '`latency` cannot be "2": it takes 200ms, 1.5s, 200ms..800ms'],
    ['latency=2s..1s', '`latency` cannot be "2s..1s"'],
    ['latency=percentiles(90:2s,50:1s)', '`latency` cannot be'],
    ['latency=2m', '`latency` is 120000 ms, and this mock holds nothing back for longer than 60000 ms.'],
    ['slow=61s', '`slow` is 61000 ms'],
    ['status=abc', '`status` cannot be "abc": it takes a status from 200 to 599, or `undeclared`.'],
    ['status', '`status` has no value'],
    ['status=101', '`status` cannot be "101"'],
    ['status=503@2', 'The probability of `status` is not a number from 0 to 1: "2".'],
    ['times=2@0.5; reset', '`times` takes no probability.'],
    ['times=many; reset', '`times` cannot be "many": it takes a number of requests.'],
    ['reset=1', '`reset` takes no value'],
    ['truncate=100%', '`truncate` cannot be "100%"'],
    ['reset; reset', '`reset` stands there twice.'],
    [`status=${'5'.repeat(600)}`, 'A plan of trouble has 500 characters at most.'],
  ])('refuses %j in a sentence', (text, message) => {
    expect(() => parseTrouble(text, LONGEST)).toThrow(TroubleSyntaxError);
    expect(() => parseTrouble(text, LONGEST)).toThrow(message);
  });
});
