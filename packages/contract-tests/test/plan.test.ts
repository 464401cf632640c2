import { describe, expect, test } from 'vitest';
import { formatPlan, planObligations } from '../src/index.ts';
import { loadModel, loadShelf, runOnShelf } from './load-shelf.ts';

const model = await loadShelf();
const large = await loadModel(new URL('../../../spec/openapi.yaml', import.meta.url));

describe('a plan', () => {
  test('reads as text by operation, class and kind', () => {
    const text = formatPlan(model, planObligations(model, { only: ['getHealth', 'getBook:Q.*'] }), 'text');
    expect(text).toMatch(
      /^ {2}GET \/health {2}getHealth {2}\d+\n {4}Responses +\d+ {2}R\.undeclared, R\.5xx/m,
    );
    expect(text).toMatch(/^ +2 {2}Q\.acceptHeader|^ +1 {2}Q\.method +another method is refused/m);
    expect(text).toMatch(/\nShelf 1\.0\.0: \d+ obligations of 2 operations; nothing was sent\n$/);
  });

  test('says each promise in words when asked', () => {
    const obligations = planObligations(model, { only: ['getHealth:R.5xx'] });
    expect(formatPlan(model, obligations, 'text', { claims: true })).toContain(
      '      does not fail on any request of the run  [getHealth:R.5xx]\n',
    );
  });

  test('reads as JSON', () => {
    const plan = JSON.parse(formatPlan(model, planObligations(model, { only: ['getHealth'] }), 'json'));
    expect(plan.counts.all).toBe(plan.obligations.length);
    expect(plan.counts.kinds['R.5xx']).toBe(1);
  });
});

describe('shards', () => {
  const all = planObligations(large);
  const shards = [1, 2, 3, 4].map((index) => planObligations(large, { shard: { index, count: 4 } }));

  test('are together the whole plan, each obligation once', () => {
    expect(
      shards
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(all.map(({ id }) => id).sort());
  });

  test('are about as large as each other, and the same each time', () => {
    for (const shard of shards) expect(Math.abs(shard.length - all.length / 4)).toBeLessThan(all.length / 20);
    expect(planObligations(large, { shard: { index: 2, count: 4 } })).toEqual(shards[1]);
  });

  test('of one operation each may be empty', () => {
    const shard = { index: 50, count: 50 };
    expect(planObligations(model, { only: ['getHealth'], shard })).toEqual([]);
  });

  test('prove together what one run proves', async () => {
    const only = ['getBook:R.*', 'getHealth:R.*', 'listBooks:R.*'];
    const whole = await runOnShelf(model, {}, { only });
    const parts = await Promise.all(
      [1, 2].map((index) => runOnShelf(model, {}, { only, shard: { index, count: 2 } })),
    );
    const proved = (results: typeof whole.report.results) =>
      results
        .filter(({ verdict }) => verdict.outcome === 'proved')
        .map(({ id }) => id)
        .sort();
    expect(proved(parts.flatMap(({ report }) => report.results))).toEqual(proved(whole.report.results));
    expect(parts.every(({ report }) => report.results.length > 0)).toBe(true);
  });
});
