import { describe, expect, test } from 'vitest';
import { type ContractTestOptions, type Report, runContractTests } from '../src/index.ts';
import { loadModel, violatedIds } from './load-shelf.ts';
import { type StudioFault, studioFaults } from './studio/faults.ts';
import { Studio, token } from './studio/studio.ts';

const model = await loadModel(new URL('./fixtures/studio/openapi.yaml', import.meta.url));
const baseUrl = 'http://studio.test';

async function runOnStudio(faults: readonly StudioFault[] = [], options: ContractTestOptions = {}) {
  const studio = new Studio(faults);
  const target = { fetch: studio.fetch, baseUrl };
  const report = await runContractTests(model, target, { token, run: 'test', ...options }).report;
  return { report, studio };
}

/** For each fault, the obligations that must catch it. */
const catchers: Readonly<Record<StudioFault, readonly string[]>> = {
  'not-listed': ['createSong:L.create-list'],
  'field-lost': ['createSong:L.echo/rating'],
  'field-altered': ['createSong:L.echo/title', 'updateSong:L.update-get'],
  'inside-altered': ['createSong:L.echo/label'],
  'fields-swapped': ['createSong:L.echo/title'],
  'set-lost': ['createSong:L.echo/tags'],
  'id-changes': ['createSong:L.create-get'],
  'same-id': ['createSong:L.unique-id'],
  'location-elsewhere': ['createSong:L.location'],
  'location-other': ['createSong:L.location'],
  'update-lost': ['updateSong:L.update-get'],
  'patch-resets': ['updateSong:L.patch-partial'],
  'patch-forgets': ['updateSong:L.patch-partial'],
  'put-merges': ['replaceSong:L.replace'],
  'creation-moves': ['updateSong:L.immutable'],
  'neighbour-answered': ['updateSong:L.immutable'],
  'neighbour-changed': ['updateSong:L.isolated'],
  'deletes-all': ['deleteSong:L.isolated'],
  'still-listed': ['deleteSong:L.delete-list'],
  'second-delete-fails': ['deleteSong:L.idem-method'],
  'read-creates': ['listSongs:L.safe'],
  'read-counts': ['getSong:L.safe'],
  'action-idle': ['publishSong:L.action'],
  'copy-lost': ['copySong:L.action/creates'],
  'refused-creates': ['createSong:L.nofx'],
  'refused-changes': ['updateSong:L.nofx'],
  'refused-deletes': ['deleteSong:L.nofx'],
  'refused-publishes': ['publishSong:L.nofx'],
  'state-written': ['updateSong:Q.readonly/state'],
  'no-default': ['createSong:Q.default/rating'],
  'other-order': ['listSongs:Q.default/query/sort'],
  'filter-ignored': ['listSongs:L.filter/genre'],
  'filter-empty': ['listSongs:L.filter/rating'],
  'sort-ignored': ['listSongs:L.sort/-createdAt'],
  'sort-reversed': [
    'listSongs:L.sort/createdAt',
    'listSongs:L.sort/-createdAt',
    'listSongs:Q.default/query/sort',
  ],
  'secret-listed': ['createKey:L.secret-once/secret'],
  'secret-read': ['createKey:L.secret-once/secret'],
  'secret-on-change': ['createKey:L.secret-once/secret'],
  'parent-ignored': ['getVerse:L.parent/songId', 'deleteVerse:L.parent/songId'],
  'children-left': ['deleteSong:L.parent/below'],
  'link-broken': ['createSong:O.link/201/verses'],
};

/** What is read from names or asked of HTTP is no promise of the description: it is told and fails no run. */
const warnings: readonly StudioFault[] = ['read-creates', 'filter-empty', 'sort-ignored'];

describe('a life cycle that', () => {
  test.for(Object.keys(studioFaults) as StudioFault[])('is caught with the fault %s', async (fault) => {
    const { report } = await runOnStudio([fault]);
    expect(violatedIds(report)).toEqual(expect.arrayContaining([...catchers[fault]]));
    expect(report.ok).toBe(warnings.includes(fault));
  });
});

describe('a promise that is asked for alone', () => {
  const alone: readonly (readonly [string, StudioFault])[] = [
    ['updateSong:L.isolated', 'neighbour-changed'],
    ['deleteSong:L.isolated', 'deletes-all'],
    ['deleteSong:L.delete-list', 'still-listed'],
  ];

  test.for(alone)('makes what it needs, and is proved: %s', async ([id, fault]) => {
    const right = await runOnStudio([], { only: [id] });
    expect(right.report.results).toMatchObject([{ id, verdict: { outcome: 'proved' } }]);
    expect(right.report.leftBehind).toEqual([]);
    const { report } = await runOnStudio([fault], { only: [id] });
    expect(violatedIds(report)).toEqual([id]);
  });
});

const kindsOf = ({ results }: Report, outcome: string): ReadonlySet<string> =>
  new Set(results.filter(({ verdict }) => verdict.outcome === outcome).map(({ kind }) => kind));

describe('a life cycle that is right', () => {
  test.for([1, 2, 3, 4, 5, 6, 7, 8, 13])(
    'raises no alarm with seed %i, and leaves nothing behind',
    async (seed) => {
      const { report, studio } = await runOnStudio([], { seed });
      expect(violatedIds(report)).toEqual([]);
      expect(report.leftBehind).toEqual([]);
      const songs = await studio.fetch(
        new Request(`${baseUrl}/songs`, { headers: { authorization: `Bearer ${token}` } }),
      );
      expect(await songs.json()).toMatchObject([{ title: 'Dawn' }, { title: 'Afternoon' }]);
    },
  );

  test('follows links to writes that use nothing up, unless it only reads', async () => {
    const only = ['createSong:O.link/*'];
    const { report } = await runOnStudio([], { only });
    expect(report.results.map(({ id, verdict }) => [id, verdict.outcome])).toEqual([
      ['createSong:O.link/201/read', 'proved'],
      ['createSong:O.link/201/verses', 'proved'],
      ['createSong:O.link/201/addVerse', 'proved'],
      ['createSong:O.link/201/remove', 'unproven'],
    ]);
    expect(report.leftBehind).toEqual([]);
    const { report: safe } = await runOnStudio([], { only, safe: true });
    expect(new Set(safe.results.map(({ verdict }) => verdict.outcome))).toEqual(new Set(['unproven']));
  });

  test('tells a link to a write that does not find what the link names', async () => {
    const studio = new Studio([]);
    const fetch = async (request: Request) =>
      request.method === 'POST' && request.url.endsWith('/verses')
        ? new Response(null, { status: 404 })
        : studio.fetch(request);
    const options = { token, run: 'test', only: ['createSong:O.link/*'] };
    const report = await runContractTests(model, { fetch, baseUrl }, options).report;
    expect(violatedIds(report)).toEqual(['createSong:O.link/201/addVerse']);
  });

  test('proves every kind of obligation that the description gives', async () => {
    const { report } = await runOnStudio();
    const proved = kindsOf(report, 'proved');
    const planned = new Set(report.results.map(({ kind }) => kind));
    expect([...planned].filter((kind) => !proved.has(kind))).toEqual([]);
  });
});
