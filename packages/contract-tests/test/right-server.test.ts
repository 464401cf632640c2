import { describe, expect, test } from 'vitest';
import { type RecordedExchange, type Report, runContractTests, Unreachable } from '../src/index.ts';
import { baseUrl, identities, loadShelf, movableTime, noon, runOnShelf, violatedIds } from './load-shelf.ts';
import { tokens } from './shelf/callers.ts';
import { Shelf } from './shelf/shelf.ts';

const model = await loadShelf();

const reasonsOf = ({ results }: Report, operation: string) =>
  results.flatMap(({ verdict, operation: owner }) =>
    owner === operation && verdict.outcome === 'unproven' ? [verdict.reason] : [],
  );

const verdictOf = ({ results }: Report, wanted: string) => results.find(({ id }) => id === wanted)?.verdict;

describe('a server that keeps its contract', () => {
  test.for([1, 2, 3, 4, 5, 6, 7, 8])('raises no alarm with seed %i', async (seed) => {
    const { report } = await runOnShelf(model, {}, { seed });
    expect(violatedIds(report)).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.counts.proved).toBeGreaterThan(350);
  });

  test('is left as it was found', async () => {
    const { report, shelf } = await runOnShelf(model);
    expect(report.leftBehind).toEqual([]);
    const books = await shelf.fetch(
      new Request(`${baseUrl}/books`, { headers: { authorization: `Bearer ${tokens.admin}` } }),
    );
    expect(await books.json()).toMatchObject([
      { title: 'Emma', year: 1815 },
      { title: 'Persuasion', year: 1815 },
    ]);
  });

  test('proves every kind of obligation that the description gives', async () => {
    const time = movableTime();
    const { report } = await runOnShelf(model, { now: time.now, quota: 1500 }, { ...time, quota: 1500 });
    const kinds = new Set(report.results.map(({ kind }) => kind));
    const proved = new Set(
      report.results.filter(({ verdict }) => verdict.outcome === 'proved').map(({ kind }) => kind),
    );
    expect([...kinds].filter((kind) => !proved.has(kind))).toEqual([]);
  });
});

describe('the same seed and run', () => {
  async function trace(seed: number, run = 'test') {
    const requests: RecordedExchange['request'][] = [];
    const afterExchange = ({ request }: RecordedExchange) => void requests.push(request);
    const { report } = await runOnShelf(
      model,
      { faults: ['ignores-enum', 'page-lost'] },
      {
        seed,
        run,
        concurrency: 1,
        afterExchange,
      },
    );
    return { requests, report };
  }

  test('send the same requests and give the same report', async () => {
    expect(await trace(7)).toEqual(await trace(7));
  });

  test('differ from those of another seed', async () => {
    expect((await trace(7)).requests).not.toEqual((await trace(8)).requests);
  });

  test('differ from those of another run in its idempotency keys', { timeout: 20_000 }, async () => {
    const keys = async (run: string) =>
      (await trace(7, run)).requests.flatMap(({ headers }) => headers['idempotency-key'] ?? []);
    expect(new Set(await keys('one')).isDisjointFrom(new Set(await keys('two')))).toBe(false); // broken keys are the same
    expect(await keys('one')).not.toEqual(await keys('two'));
  });
});

describe('a safe run', () => {
  test('sends GET and HEAD only', async () => {
    const methods = new Set<string>();
    const { report } = await runOnShelf(
      model,
      {},
      {
        safe: true,
        afterExchange: ({ request }) => void methods.add(request.method),
      },
    );
    expect([...methods]).toEqual(['GET']);
    expect(violatedIds(report)).toEqual([]);
    expect(new Set(reasonsOf(report, 'createBook'))).toEqual(new Set(['needs-write']));
  });
});

describe('what the run did not make', () => {
  test('is neither changed nor deleted without leave', async () => {
    const touched: string[] = [];
    await runOnShelf(
      model,
      {},
      {
        except: ['createBook', 'leave'],
        afterExchange: ({ request, response }) => {
          const isChange = request.method !== 'GET' && request.method !== 'POST';
          if (isChange && (response?.status ?? 500) < 300) touched.push(request.url);
        },
      },
    );
    const original = [
      '/books/00000000-0000-4000-8000-000000000001',
      '/books/00000000-0000-4000-8000-000000000002',
    ];
    expect(touched.filter((url) => original.some((path) => url.includes(path)))).toEqual([]);
  });

  test('is not changed where nothing can be made', async () => {
    const unmakeable = { ...model, operations: model.operations.filter(({ id }) => id !== 'createBook') };
    const { report } = await runOnShelf(unmakeable);
    expect(verdictOf(report, 'deleteBook:R.status/204')).toMatchObject({ reason: 'no-producer' });
    expect(verdictOf(report, 'updateBook:R.status/200')).toMatchObject({ reason: 'no-producer' });
  });

  test('is changed with leave', async () => {
    const unmakeable = { ...model, operations: model.operations.filter(({ id }) => id !== 'createBook') };
    const { report } = await runOnShelf(unmakeable, {}, { destructive: true });
    expect(verdictOf(report, 'updateBook:R.status/200')).toMatchObject({ outcome: 'proved' });
    expect(verdictOf(report, 'deleteBook:R.status/204')).toMatchObject({ outcome: 'proved' });
  });
});

describe('without the identities it needs', () => {
  test('tells what is missing and raises no alarm', async () => {
    const { report } = await runOnShelf(model, {}, { identities: [] });
    expect(violatedIds(report)).toEqual([]);
    expect(verdictOf(report, 'listBooks:R.status/200')).toMatchObject({ reason: 'needs-credentials' });
    expect(verdictOf(report, 'listBooks:R.status/401')).toMatchObject({ outcome: 'proved' });
    expect(verdictOf(report, 'listBooks:A.anon')).toMatchObject({ reason: 'not-armed' });
    expect(verdictOf(report, 'getHealth:R.status/200')).toMatchObject({ outcome: 'proved' });
  });

  test('does not let the caller lose his access', async () => {
    const { report } = await runOnShelf(model, {}, { identities: [], token: tokens.admin });
    expect(verdictOf(report, 'leave:R.status/204')).toMatchObject({ reason: 'needs-identity' });
    expect(verdictOf(report, 'listMembers:A.role.deny')).toMatchObject({ reason: 'needs-identity' });
    expect(verdictOf(report, 'createBook:R.status/201')).toMatchObject({ outcome: 'proved' });
  });

  test('has them minted', async () => {
    const wanted: unknown[] = [];
    const known = new Map<string, string>(
      identities
        .filter(({ roles, tenant }) => roles?.includes('admin') && tenant === 'north')
        .map(({ scopes, credentials }) => [scopes?.join() ?? '', credentials.token ?? '']),
    );
    const { report } = await runOnShelf(
      model,
      {},
      {
        identities: [],
        token: tokens.admin,
        mint: async ({ scopes, role }) => {
          wanted.push({ scopes, role });
          const token = known.get(scopes.join());
          return token === undefined ? undefined : { token };
        },
      },
    );
    expect(violatedIds(report)).toEqual([]);
    expect(verdictOf(report, 'listBooks:A.scope.deny/books:read')).toMatchObject({ outcome: 'proved' });
    expect(verdictOf(report, 'listMembers:A.scope.allow')).toMatchObject({ outcome: 'proved' });
    expect(wanted).toContainEqual({ scopes: ['members:read'], role: 'admin' });
  });

  test('says that credentials which are not taken prove nothing', async () => {
    const { report } = await runOnShelf(model, {}, { identities: [], token: 'shelf-expired-0000000000' });
    expect(violatedIds(report)).toEqual([]);
    expect(verdictOf(report, 'listBooks:A.anon')).toMatchObject({ reason: 'not-armed' });
  });
});

describe('limits', () => {
  test('waits for the window to end when nothing remains, and proves the same', async () => {
    let time = noon;
    const waits: number[] = [];
    const sleep = async (ms: number) => {
      waits.push(ms);
      time += ms;
    };
    const now = () => time;
    const { report } = await runOnShelf(
      model,
      { quota: 20, now },
      { sleep, now, maxWaitMs: 3_600_000, concurrency: 1, quota: 20 },
    );
    expect(violatedIds(report)).toEqual([]);
    expect(waits.length).toBeGreaterThan(2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(61_000);
    expect(verdictOf(report, 'deleteBook:R.status/204')).toMatchObject({ outcome: 'proved' });
  });

  test('ends when it may not wait any longer', async () => {
    let time = noon;
    const now = () => time;
    const sleep = async (ms: number) => {
      time += ms;
    };
    const { report } = await runOnShelf(
      model,
      { quota: 20, now },
      { sleep, now, maxWaitMs: 1000, quota: 20 },
    );
    expect(violatedIds(report)).toEqual([]);
    expect(report.stopped).toMatch(/rate limit/);
    expect(reasonsOf(report, 'deleteBook')).toContain('needs-budget');
  });

  test('sends no more requests than allowed', async () => {
    const { report, shelf } = await runOnShelf(model, {}, { maxRequests: 12 });
    expect(shelf.requests).toBe(12);
    expect(report.requests).toBe(12);
    expect(reasonsOf(report, 'deleteBook')).toContain('needs-budget');
  });

  test('gives a request up that is not answered in time', async () => {
    const shelf = new Shelf();
    const hanging = (request: Request): Promise<Response> =>
      new URL(request.url).pathname === '/profile' ? new Promise(() => {}) : shelf.fetch(request);
    const { report } = runContractTests(
      model,
      { fetch: hanging, baseUrl },
      { identities, timeoutMs: 20, only: ['getHealth', 'getProfile'] },
    );
    expect(violatedIds(await report)).toEqual(['getProfile:R.5xx']);
  });

  test('says that a server which never answers does not', async () => {
    const refuse = async () => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    };
    const { report } = runContractTests(model, { fetch: refuse, baseUrl }, { identities });
    await expect(report).rejects.toThrow(Unreachable);
    await expect(report).rejects.toThrow(/shelf\.test does not answer: fetch failed: connect ECONNREFUSED/);
  });
});

describe('a selection', () => {
  test('plans only what is named', async () => {
    const { report } = await runOnShelf(
      model,
      {},
      { only: ['*Book:A.*', 'getHealth'], except: ['R.header'] },
    );
    expect(new Set(report.results.map(({ operation }) => operation))).toEqual(
      new Set(['getHealth', 'createBook', 'getBook', 'updateBook', 'deleteBook', 'lendBook']),
    );
    expect(report.results.some(({ kind }) => kind === 'R.header')).toBe(false);
  });

  test('that names nothing proves nothing and fails', async () => {
    const { report } = await runOnShelf(model, {}, { only: ['nothing'] });
    expect(report.results).toEqual([]);
    expect(report.ok).toBe(false);
  });
});

test('tells its events in order', async () => {
  const shelf = new Shelf({ faults: ['body-extra'] });
  const types: string[] = [];
  const run = runContractTests(
    model,
    { fetch: shelf.fetch, baseUrl },
    { identities, only: ['listBooks', 'getHealth'] },
  );
  for await (const event of run) types.push(event.type);
  expect(types).toEqual(['started', 'operation', 'operation', 'violation', 'finished']);
});
