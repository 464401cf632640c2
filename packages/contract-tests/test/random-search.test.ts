import { describe, expect, test } from 'vitest';
import { type RecordedExchange, type Report, runContractTests } from '../src/index.ts';
import { Kiln, type KilnFault } from './kiln/kiln.ts';
import { loadModel, loadShelf, runOnShelf, stopped, violatedIds } from './load-shelf.ts';
import type { searchFaults } from './shelf/search-faults.ts';

const model = await loadShelf();
const kilnModel = await loadModel(new URL('./fixtures/kiln/openapi.yaml', import.meta.url));

/** Only what the search can show, so that the planned part of a run is short. */
const about = { only: ['*Book:R.*', '*Book:Q.*', '*Book:L.*', 'listBooks:R.*', 'listBooks:Q.*'] } as const;

/** For each fault, what catches it, how many random requests, and the seed with which they meet it. */
const catchers: Readonly<
  Record<keyof typeof searchFaults, { readonly by: string; readonly random: number; readonly seed: number }>
> = {
  'year-crashes': { by: 'createBook:R.5xx', random: 30, seed: 1 },
  'year-rounded': { by: 'updateBook:L.update-get', random: 30, seed: 2 },
  'third-tag-any': { by: 'createBook:Q.reject/body/tags/*/type', random: 30, seed: 2 },
  'id-again': { by: 'createBook:L.unique-id', random: 10, seed: 1 },
  'ghost-written': { by: 'deleteBook:L.delete-get', random: 30, seed: 1 },
};

function findingOf(report: Report, id: string) {
  const verdict = report.results.find((result) => result.id === id)?.verdict;
  if (verdict?.outcome !== 'violated') throw new Error(`${id} is not violated`);
  return verdict;
}

const faultNames = Object.keys(catchers) as (keyof typeof searchFaults)[]; // its own keys

describe('a fault at few values, or after several steps,', () => {
  test.for(faultNames)('is met by chance: %s', async (fault) => {
    const { by, random, seed } = catchers[fault];
    const { report } = await runOnShelf(model, { faults: [fault] }, { ...about, seed, random });
    expect(violatedIds(report)).toContain(by);
    expect(['random', 'sequence']).toContain(findingOf(report, by).exchange.phase);
  });

  test('is not met by what is planned', async () => {
    const { report } = await runOnShelf(model, { faults: faultNames }, { ...about, seed: 1 });
    expect(violatedIds(report)).toEqual([]);
  });
});
