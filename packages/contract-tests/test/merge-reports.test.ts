import { describe, expect, test } from 'vitest';
import { createCollector } from '../src/collect/index.ts';
import { formatReport, mergeReports, parseReport, type Report, UnlikeReports } from '../src/index.ts';
import { loadShelf, runOnShelf, stopped, violatedIds } from './load-shelf.ts';
import { tokens } from './shelf/callers.ts';
import { Shelf } from './shelf/shelf.ts';

const model = await loadShelf();
const only = ['getBook:R.*', 'listBooks:R.*', 'Q.method'];
const written = (report: Report) => parseReport(formatReport(report, 'json', { model }));
const verdictOf = ({ results }: Report, wanted: string) => results.find(({ id }) => id === wanted)?.verdict;

const faults = ['body-extra', 'no-allow'] as const;
const { report: whole } = await runOnShelf(model, { faults }, { only });

describe('reports that were written as JSON', () => {
  test('merge into the report of the whole, when they are of its shards', async () => {
    const shard = async (index: number) =>
      (await runOnShelf(model, { faults }, { only, shard: { index, count: 2 } })).report;
    const [first, second] = [written(await shard(1)), written(await shard(2))];
    const merged = mergeReports(first, second);
    expect(merged.counts).toEqual(whole.counts);
    expect(new Set(violatedIds(merged))).toEqual(new Set(violatedIds(whole)));
    expect(merged.requests).toBe(first.requests + second.requests);
    expect(merged.ok).toBe(false);
    const { coverage } = JSON.parse(formatReport(merged, 'json', { model }));
    const ofWhole = JSON.parse(formatReport(whole, 'json', { model })).coverage;
    expect(coverage.all).toEqual(ofWhole.all);
  });

  test('keep the exchange behind each proof', async () => {
    const { report: right } = await runOnShelf(model, {}, { only: ['getBook:R.*'] });
    const merged = mergeReports(written(whole), written(right));
    const numbers = new Set(merged.exchanges.map(({ number }) => number));
    expect(numbers.size).toBe(merged.exchanges.length);
    const { verdict } = right.results.find(({ id }) => id === 'getBook:R.status/200') ?? {};
    const [by = 0] = verdict?.outcome === 'proved' ? verdict.by : [];
    const found = merged.exchanges.find(({ number }) => number === by + whole.requests);
    expect(found?.curl).toBe(right.exchanges.find(({ number }) => number === by)?.curl);
  });

  test('are violated where one of them is, and proved where one that is not proves it', async () => {
    const safe = written(
      (await runOnShelf(model, {}, { only: ['createBook:R.status/*'], safe: true })).report,
    );
    const collector = createCollector(model, stopped);
    const fetch = collector.handler(new Shelf({ ...stopped, faults: ['no-location'] }).fetch);
    await fetch(
      new Request('http://shelf.test/books', {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'Middlemarch', year: 1871, genre: 'novel', tags: [] }),
      }),
    );
    const merged = mergeReports(safe, written(await collector.report()));
    expect(verdictOf(merged, 'createBook:R.status/201')).toMatchObject({ outcome: 'proved' });
    expect(violatedIds(merged)).toContain('createBook:R.header/201/Location');
    expect(verdictOf(merged, 'createBook:R.status/401')).toMatchObject({ reason: 'needs-write' });
    expect(violatedIds(mergeReports(written(whole), safe))).toEqual(violatedIds(whole));
  });

  test('of different descriptions do not merge', () => {
    expect(() => mergeReports(whole, { ...whole, version: '2' })).toThrow(UnlikeReports);
  });

  test.each([
    ['{}', 'it is no report'],
    ['{"title":"a","results":[{"id":"x"}]}', 'result 1 is none of this version'],
    ['{"title":"a","results":[],"exchanges":{}}', 'must be lists'],
    ['no', 'Unexpected token'],
  ])('are not read from %s', (text, why) => {
    expect(() => parseReport(text)).toThrow(why);
  });
});
