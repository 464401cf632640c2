import { describe, expect, test } from 'vitest';
import type { ObligationResult, Report } from '../src/index.ts';
import { loadShelf, runOnShelf } from './load-shelf.ts';

const model = await loadShelf();

/** The numbers of the exchanges behind the proofs. */
const proofs = ({ results }: Report) =>
  results.flatMap((result: ObligationResult) =>
    result.verdict.outcome === 'proved' ? [{ id: result.id, by: result.verdict.by }] : [],
  );

describe('what a run proves', () => {
  test('comes with the exchange that shows it', async () => {
    const { report } = await runOnShelf(model);
    expect(proofs(report).filter(({ by }) => by.length === 0)).toEqual([]);
    const kept = new Set(report.exchanges.map(({ number }) => number));
    expect(proofs(report).filter(({ by }) => !by.every((number) => kept.has(number)))).toEqual([]);
  });

  test('names the request that was refused, not another one', async () => {
    const { report } = await runOnShelf(model, {}, { only: ['createBook'] });
    const proof = proofs(report).find(({ id }) => id === 'createBook:Q.reject/body/title/maxLength');
    const [exchange] = report.exchanges.filter(({ number }) => proof?.by.includes(number));
    expect(exchange?.response?.status).toBe(400);
    expect(exchange?.request.body?.length).toBeGreaterThan(100);
  });

  test('keeps no more of a server that answers much than it has room for', async () => {
    const long = 'x'.repeat(200_000);
    const { report } = await runOnShelf(model, {}, { only: ['getBook'], headers: { 'x-long': long } });
    expect(report.counts.proved).toBeGreaterThan(10);
    expect(report.exchanges).toEqual([]);
  });
});
