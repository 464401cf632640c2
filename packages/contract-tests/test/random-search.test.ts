import { describe, expect, test } from 'vitest';
import { formatReport, type Report, runContractTests } from '../src/index.ts';
import { baseUrl, identities, loadShelf, runOnShelf, stopped, violatedIds } from './load-shelf.ts';
import type { searchFaults } from './shelf/search-faults.ts';
import { Shelf } from './shelf/shelf.ts';

const model = await loadShelf();

type SearchFault = keyof typeof searchFaults;

/** Books alone, so that the planned part of a run is short. */
const aboutBooks = { only: ['*Book:R.*', '*Book:Q.*', '*Book:L.*', 'listBooks:R.*'] } as const;

/** For each fault, what catches it, and how many random requests and which seed meet it. */
const catchers: Readonly<
  Record<SearchFault, { readonly by: string; readonly random: number; readonly seed: number }>
> = {
  'year-crashes': { by: 'createBook:R.5xx', random: 15, seed: 2 },
  'year-rounded': { by: 'updateBook:L.update-get', random: 30, seed: 2 },
  'third-tag-any': { by: 'createBook:Q.reject/body/tags/*/type', random: 15, seed: 2 },
  'id-again': { by: 'createBook:L.unique-id', random: 10, seed: 1 },
  'ghost-written': { by: 'deleteBook:L.delete-get', random: 15, seed: 1 },
};

const faults = Object.keys(catchers) as SearchFault[]; // its own keys

function findingOf(report: Report, id: string) {
  const verdict = report.results.find((result) => result.id === id)?.verdict;
  if (verdict?.outcome !== 'violated') throw new Error(`${id} is not violated`);
  return verdict;
}

async function runWith(fault: SearchFault) {
  const { by, random, seed } = catchers[fault];
  const { report } = await runOnShelf(model, { faults: [fault] }, { ...aboutBooks, random, seed });
  return { report, finding: findingOf(report, by) };
}

describe('a fault at few values, or after several steps,', () => {
  test.for(faults)('is met by chance: %s', async (fault) => {
    const { finding } = await runWith(fault);
    expect(['random', 'sequence']).toContain(finding.exchange.phase);
  });

  test('is not met by what is planned', async () => {
    const { report } = await runOnShelf(model, { faults }, { ...aboutBooks, seed: 1 });
    expect(violatedIds(report)).toEqual([]);
  });
});

describe('what chance finds', () => {
  test('is told by the smallest request that shows it', async () => {
    const { finding } = await runWith('year-crashes');
    const body = JSON.parse(finding.exchange.request.body ?? '');
    expect(body).toEqual({ title: 'a', year: 1600, genre: expect.any(String) });
    expect(finding.reducedFrom).toBeLessThan(finding.exchange.number);
    expect(finding.replay?.steps).toHaveLength(1);
  });

  test('is told by the shortest sequence that shows it, as lines for a shell', async () => {
    const { report, finding } = await runWith('id-again');
    const methods = (finding.steps ?? []).map(({ request }) => request.method);
    expect([...methods, finding.exchange.request.method]).toEqual(['POST', 'DELETE', 'POST']);
    const text = formatReport(report, 'text');
    expect(text).toMatch(
      /found by a random sequence\n {2}first {7}curl .*\n {2}then {8}curl .*\n {2}again {7}curl /,
    );
  });

  test('can be seen again: the steps before name what they made', async () => {
    const { finding } = await runWith('ghost-written');
    const { steps = [], expected } = finding.replay ?? {};
    expect(steps.map(({ method, path }) => [method, path])).toEqual([
      ['POST', ['/books']],
      ['DELETE', ['/books/', { idOf: 0 }]],
      ['PATCH', ['/books/', { idOf: 0 }]],
    ]);
    expect(expected).toEqual({ kind: 'status', statuses: ['404', '410'] });
  });

  test('takes about thirty requests more for each failure', async () => {
    const [right, faulty] = await Promise.all([
      runOnShelf(model, {}, { ...aboutBooks, random: 10, seed: 1 }),
      runOnShelf(model, { faults: ['id-again'] }, { ...aboutBooks, random: 10, seed: 1 }),
    ]);
    const failures = violatedIds(faulty.report).length;
    expect(failures).toBeGreaterThan(0);
    expect(faulty.report.requests - right.report.requests).toBeLessThanOrEqual(45 * failures);
  });
});

describe('a server that keeps its contract', () => {
  test.for([1, 2])('raises no alarm by chance with seed %i, and is left as it was found', async (seed) => {
    const { report } = await runOnShelf(model, {}, { seed, random: 10 });
    expect(violatedIds(report)).toEqual([]);
    expect(report.leftBehind).toEqual([]);
  });

  test('may refuse legal requests for a reason that no schema tells', async () => {
    const shelf = new Shelf(stopped);
    let refused = 0;
    const fetch = async (request: Request) => {
      if (!/"year":1[67]\d\d\b/.test(await request.clone().text())) return shelf.fetch(request);
      refused += 1;
      const headers = new Headers(request.headers);
      headers.delete('content-type');
      const known = await shelf.fetch(new Request(`${baseUrl}/profile`, { headers }));
      known.headers.set('content-type', 'application/problem+json');
      const body = { type: 'about:blank', title: 'No books of that time', status: 400 };
      return new Response(JSON.stringify(body), { status: 400, headers: known.headers });
    };
    const options = { identities, run: 'test', ...stopped, ...aboutBooks, random: 15, seed: 2 };
    const report = await runContractTests(model, { fetch, baseUrl }, options).report;
    expect(refused).toBeGreaterThan(0);
    expect(violatedIds(report)).toEqual([]);
  });

  test('is asked for nothing but GET in a safe run', async () => {
    const methods = new Set<string>();
    const { report } = await runOnShelf(
      model,
      {},
      { safe: true, random: 5, afterExchange: ({ request }) => void methods.add(request.method) },
    );
    expect([...methods]).toEqual(['GET']);
    expect(violatedIds(report)).toEqual([]);
  });
});

describe('the same seed', () => {
  /** Answers come in an order of its own for each pace. */
  async function trace(pace: number, seed = 3) {
    const shelf = new Shelf({ ...stopped, faults: ['year-crashes', 'id-again', 'ignores-enum'] });
    const requests: string[] = [];
    let turns = pace;
    const fetch = async (request: Request) => {
      const text = await request.clone().text();
      requests.push(
        `${request.method} ${request.url} ${JSON.stringify([...request.headers].sort())} ${text}`,
      );
      const answer = await shelf.fetch(request);
      turns = (turns * 31 + 7) % 11;
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return answer;
    };
    const options = { identities, run: 'test', ...stopped, random: 5, seed, concurrency: 4 };
    const report = await runContractTests(model, { fetch, baseUrl }, options).report;
    const verdicts = report.results.map(({ id, verdict }) => ({ id, outcome: verdict.outcome }));
    return { requests, verdicts };
  }

  test('sends the same bytes and gives the same verdicts, whichever answer comes first', async () => {
    const [one, other] = [await trace(1), await trace(5)];
    expect(other.requests).toEqual(one.requests);
    expect(other.verdicts).toEqual(one.verdicts);
    expect((await trace(1, 4)).requests).not.toEqual(one.requests);
  });
});
