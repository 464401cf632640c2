import { describe, expect, test } from 'vitest';
import { type ContractTestOptions, runContractTests } from '../src/index.ts';
import { type HarbourFault, harbourFaults } from './harbour/faults.ts';
import { Harbour, type HarbourOptions } from './harbour/harbour.ts';
import { loadModel, violatedIds } from './load-shelf.ts';

const model = await loadModel(new URL('./fixtures/harbour/openapi.yaml', import.meta.url));

/** What each way of paging must be caught breaking, and by which promises. */
const anyPaging = {
  'lost-item': ['G.complete'],
  'doubled-item': ['G.nodup'],
  'size-ignored': ['G.limit'],
  'size-plus-one': ['G.limit'],
  'default-wrong': ['G.default'],
  'order-unstable': ['G.order'],
  'order-by-size': ['G.invariant'],
  'filter-dropped': ['G.filter'],
} as const;

const totals = {
  'total-wrong': ['G.total'],
  'total-of-page': ['G.total'],
  'total-short': ['G.total'],
} as const;

const links = {
  'no-next': ['G.cursor', 'G.complete'],
  'next-on-last': ['G.cursor'],
  'next-is-self': ['G.nodup', 'G.terminate'],
  'next-forgets-size': ['G.limit'],
} as const;

type Catchers = Partial<Record<HarbourFault, readonly string[]>>;

const catchers: Readonly<Record<string, Catchers>> = {
  listByPage: {
    ...anyPaging,
    ...totals,
    'more-always': ['G.more'],
    'more-never': ['G.more', 'G.complete'],
    'page-ignored': ['G.nodup'],
    'from-zero': ['G.complete'],
  },
  listByOffset: { ...anyPaging, ...totals, 'page-ignored': ['G.nodup'], 'from-one': ['G.nodup'] },
  listByLink: { ...anyPaging, ...links, 'next-wrongly-named': ['G.cursor', 'G.complete'] },
  listByUrl: { ...anyPaging, ...links },
  listAtOnce: { 'total-wrong': ['G.total'], 'total-short': ['G.total'], 'order-unstable': ['G.order'] },
};

const run = (harbour: HarbourOptions, options: ContractTestOptions) =>
  runContractTests(
    model,
    { fetch: new Harbour(harbour).fetch, baseUrl: 'http://harbour.test' },
    { run: 'test', concurrency: 1, ...options },
  ).report;

const cases = Object.entries(catchers).flatMap(([operation, faults]) =>
  // The keys of each table are faults, as its type says.
  (Object.keys(faults) as HarbourFault[]).map((fault) => [operation, fault] as const),
);

describe('each way of paging', () => {
  test.for(cases)('%s is caught with the fault %s', async ([operation, fault]) => {
    const report = await run({ fault }, { only: [`${operation}:G.*`] });
    const caught = violatedIds(report).map((id) => id.replace(`${operation}:`, ''));
    expect(caught).toEqual(expect.arrayContaining([...(catchers[operation]?.[fault] ?? [])]));
  });

  test.for<[string, HarbourOptions]>([
    ['writes links from the root', { links: 'relative' }],
    ['writes links whole', { links: 'absolute' }],
    ['knows itself under another name', { links: 'other host' }],
    ['writes several links with titles', { links: 'among others' }],
    ['refuses what lies behind the end', { refusesBehindEnd: true }],
  ])('of a right server that %s proves every promise', async ([, harbour]) => {
    for (const seed of [1, 2, 3]) {
      const report = await run(harbour, { only: ['*:G.*'], seed });
      const open = report.results.filter(({ verdict }) => verdict.outcome !== 'proved');
      expect(open.map(({ id, verdict }) => [id, verdict])).toEqual([]);
    }
  });

  test('every fault of the harbour is asked for', () => {
    expect(new Set(cases.map(([, fault]) => fault))).toEqual(new Set(Object.keys(harbourFaults)));
  });
});
