import { describe, expect, test } from 'vitest';
import { loadShelf, runOnShelf, violatedIds } from './load-shelf.ts';
import { type PagingFault, pagingFaults } from './shelf/paging-faults.ts';

const model = await loadShelf();

/** For each fault, the promises of `listBooks` that must catch it. */
const catchers: Readonly<Record<PagingFault, readonly string[]>> = {
  'limit-ignored': ['G.limit'],
  'limit-plus-one': ['G.limit'],
  'default-small': ['G.default'],
  'more-wrong': ['G.more', 'G.cursor'],
  'more-never': ['G.more', 'G.cursor', 'G.complete'],
  'next-on-last': ['G.cursor'],
  'next-missing': ['G.cursor'],
  'total-wrong': ['G.total'],
  'total-of-page': ['G.total'],
  'page-lost': ['G.complete'],
  'page-doubled': ['G.nodup'],
  'last-page-lost': ['G.complete'],
  'cursor-ignored': ['G.nodup', 'G.terminate'],
  'cursor-endless': ['G.terminate'],
  'cursor-any': ['G.badcursor'],
  'cursor-crashes': ['G.badcursor'],
  'cursor-foreign': ['G.tenant'],
  'cursor-counts': ['G.writes'],
  'order-unstable': ['G.order'],
  'order-by-size': ['G.invariant'],
  'filter-dropped': ['G.filter'],
};

const paging = { only: ['listBooks:G.*'] } as const;

describe('paging', () => {
  test.for(Object.keys(pagingFaults) as PagingFault[])('is caught with the fault %s', async (fault) => {
    const { report } = await runOnShelf(model, { faults: [fault] }, paging);
    const caught = violatedIds(report).map((id) => id.replace('listBooks:', ''));
    expect(caught).toEqual(expect.arrayContaining([...catchers[fault]]));
    expect(report.ok).toBe(false);
  });

  test.for([1, 2, 3, 4, 5])('of a right server proves every promise with seed %i', async (seed) => {
    const { report } = await runOnShelf(model, {}, { ...paging, seed });
    const open = report.results.filter(({ verdict }) => verdict.outcome !== 'proved');
    expect(open.map(({ id, verdict }) => [id, verdict])).toEqual([]);
  });

  test('leaves nothing behind', async () => {
    const { report } = await runOnShelf(model, {}, paging);
    expect(report.leftBehind).toEqual([]);
  });
});
