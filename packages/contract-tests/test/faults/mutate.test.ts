import { describe, expect, test } from 'vitest';
import {
  BaselineFailed,
  createFault,
  formatMutationReport,
  type MutationSuite,
  mergeMutationReports,
  mutate,
  planMutants,
} from '../../src/faults/index.ts';
import { depotCallers, depotIdentities } from './depot/callers.ts';
import { Depot } from './depot/depot.ts';
import { loadDepot } from './depot-mutants.ts';

const model = await loadDepot();
const noon = Date.parse('2026-05-11T12:00:00.000Z');
const baseUrl = 'http://depot.test';
const lend = () => ({ fetch: new Depot(model, () => noon).fetch, baseUrl });

/** Reads the health of the service, and sees no more than its status. */
const onlyStatus: MutationSuite = async ({ target }) => {
  const { status } = await target.fetch(new Request(`${target.baseUrl}/health`));
  return status === 200 ? [] : [{}];
};

const health = { operations: ['getHealth'], only: ['RS-01', 'RH-01', 'RB-09', 'PG', 'RQ-19'] } as const;

describe('a run of mutants', () => {
  test('counts what a suite catches, what survives it and what it never reaches', async () => {
    const { total, results } = await mutate(model, lend, { ...health, suite: onlyStatus }).report;
    expect(Object.fromEntries(results.map(({ mutant, outcome }) => [mutant.operator, outcome]))).toEqual({
      'RS-01': 'any',
      'RH-01': 'survived',
      'RB-09': 'survived',
      'RQ-19': 'unreached',
    });
    expect(total).toMatchObject({ mutants: 4, any: 1, survived: 2, unreached: 1, score: 1 / 3 });
  });

  test('does not count a fault whose result is still legal', async () => {
    const header = { name: 'X-Count', schema: { type: ['integer', 'string'], minimum: 1 } } as const;
    const loose = withHealthHeader(header);
    const counting = async () => Response.json({ ok: true }, { headers: { 'x-count': '1' } });
    const { results } = await mutate(
      loose,
      { fetch: counting, baseUrl },
      { only: ['RH-06@getHealth*'], suite: onlyStatus },
    ).report;
    expect(results.map(({ outcome, fired, illegal }) => ({ outcome, fired, illegal }))).toEqual([
      { outcome: 'legal', fired: 1, illegal: 0 },
    ]);
  });

  test('ends when a suite of others fails without any fault', async () => {
    const failing: MutationSuite = async () => [{}];
    const run = mutate(model, lend, { ...health, suite: failing });
    await expect(run.report).rejects.toBeInstanceOf(BaselineFailed);
  });

  test('tells its events in order and gives each mutant a server of its own', async () => {
    let lent = 0;
    let closed = 0;
    const counted = () => {
      lent += 1;
      return {
        ...lend(),
        close: async () => {
          closed += 1;
        },
      };
    };
    const types: string[] = [];
    for await (const { type } of mutate(model, counted, { ...health, suite: onlyStatus })) types.push(type);
    expect(types).toEqual(['planned', 'baseline', 'mutant', 'mutant', 'mutant', 'mutant', 'finished']);
    expect({ lent, closed }).toEqual({ lent: 5, closed: 5 });
  });

  test('is cut into shards that together try every mutant once', async () => {
    const shard = (index: number) =>
      mutate(model, lend, { ...health, suite: onlyStatus, shard: { index, of: 2 } }).report;
    const whole = await mutate(model, lend, { ...health, suite: onlyStatus }).report;
    const merged = mergeMutationReports([await shard(0), await shard(1)]);
    expect(merged.total).toEqual(whole.total);
    expect(new Set(merged.results.map(({ mutant }) => mutant.id))).toEqual(
      new Set(whole.results.map(({ mutant }) => mutant.id)),
    );
  });
});

describe('our own suite', () => {
  const only = [
    'RS-03@getCrate',
    'RB-01@getCrate/200/name',
    'RQ-05@createCrate/body/name/maxLength',
    'AU-01@getCrate',
    'PG-05@listCrates',
  ];

  test('catches faults by the obligations that should catch them', async () => {
    const tests = { identities: depotIdentities, now: () => noon };
    const { results } = await mutate(model, lend, { only, tests }).report;
    expect(results.map(({ mutant, outcome }) => [mutant.id, outcome])).toEqual(
      only.map((id) => [id, 'right']),
    );
  });
});

describe('the report', () => {
  test('has the score by group, and the survivors with what should have caught them', async () => {
    const report = await mutate(model, lend, { ...health, suite: onlyStatus }).report;
    const text = formatMutationReport({ ...report, milliseconds: 1200 });
    expect(text).toMatchInlineSnapshot(`
      "Depot: 4 faults tried in 1.2 s (seed 1)

                                  faults  caught  survived  unreached  legal    score
      RS status of responses           1       1         0          0      0  100.0 %
      RH headers and media types       1       0         1          0      0    0.0 %
      RB bodies of responses           1       0         1          0      0    0.0 %
      RQ requests                      1       0         0          1      0        –
      all                              4       1         2          1      0   33.3 %

      Survived: the fault broke the contract and nobody noticed
        RH-01@getHealth/200: Content-Type is missing
          the media type (none) is not declared; expected R.media of getHealth
        RB-09@getHealth/200: the JSON is cut off
          the body is no JSON; expected R.body of getHealth

      Never reached: no request of the suite made these faults show
        RQ-19 a method that the path does not have is served
      "
    `);
    expect(JSON.parse(formatMutationReport(report, 'json'))).toMatchObject({ total: { survived: 2 } });
  });
});

describe('a fault', () => {
  test('takes back at the end what it changed behind the back of the caller', async () => {
    const depot = new Depot(model, () => noon);
    const [mutant] = planMutants(model, { only: ['LC-06'] });
    const fault = mutant && createFault(model, mutant, { baseUrl });
    const call = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
      const headers = {
        authorization: `Bearer ${depotCallers.admin.secret}`,
        'content-type': 'application/json',
      };
      const request = new Request(baseUrl + path, {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return (await fault?.middleware(request, depot.fetch))?.json() as Promise<Record<string, unknown>>;
    };
    const crate = { name: 'Oak', weight: 7, colour: 'brown' };
    const [one, other] = [await call('POST', '/crates', crate), await call('POST', '/crates', crate)];
    await call('PATCH', `/crates/${one.id}`, { weight: 50 });
    expect(fault?.illegal).toBe(1);
    expect(await call('GET', `/crates/${other.id}`)).toMatchObject({ weight: 50 });
    await fault?.settle();
    expect(await call('GET', `/crates/${other.id}`)).toMatchObject({ weight: 7 });
  });
});

/** The depot's description with one more header on the answer about its health. */
function withHealthHeader(header: object): typeof model {
  const [health] = model.operations;
  if (!health) throw new Error('The description has no operation.');
  const [response] = health.responses;
  const added = { required: false, explode: false, examples: [], place: health.place, ...header };
  // The fields of a header that are missing above are in `header`.
  const headers = [added] as unknown as (typeof health.responses)[number]['headers'];
  const responses = response ? [{ ...response, headers }] : [];
  return { ...model, operations: [{ ...health, responses }] };
}
