import type { ApiModel } from '@plumbline/openapi';
import { describe, expect, test } from 'vitest';
import { runContractTests } from '../src/index.ts';
import { Kiln, type KilnFault } from './kiln/kiln.ts';
import { loadModel, stopped } from './load-shelf.ts';

const model = await loadModel(new URL('./fixtures/kiln/openapi.yaml', import.meta.url));

async function runOnKiln(described: ApiModel, faults: readonly KilnFault[], options = {}) {
  const kiln = new Kiln(...faults);
  const target = { fetch: kiln.fetch, baseUrl: 'http://kiln.test' };
  const settings = { run: 'test', seed: 7, ...stopped, ...options };
  const report = await runContractTests(described, target, settings).report;
  return { report: JSON.stringify(report), log: kiln.log };
}

describe('the same seed', () => {
  test.for([1, 4])('sends the same requests and gives the same report, %i at once', async (concurrency) => {
    const faults = ['name-41', 'fails-on-cone-7'] as const;
    const first = await runOnKiln(model, faults, { concurrency });
    const second = await runOnKiln(model, faults, { concurrency });
    expect(second.log).toEqual(first.log);
    expect(second.report).toBe(first.report);
  });

  test('sends other requests than another seed', async () => {
    const [one, other] = [await runOnKiln(model, []), await runOnKiln(model, [], { seed: 8 })];
    expect(other.log).not.toEqual(one.log);
  });
});

test('a redirect is an answer: nothing is sent to a host that was not named', async () => {
  const hosts = new Set<string>();
  const fetch = (request: Request) => {
    hosts.add(new URL(request.url).host);
    const isFollowed = request.redirect !== 'manual';
    return Promise.resolve(
      new Response(null, { status: isFollowed ? 500 : 302, headers: { location: 'http://elsewhere.test/' } }),
    );
  };
  const { report } = runContractTests(model, { fetch, baseUrl: 'http://kiln.test' }, { run: 'test' });
  const failed = (await report).results.filter(
    ({ kind, verdict }) => kind === 'R.5xx' && verdict.outcome === 'violated',
  );
  expect([...hosts]).toEqual(['kiln.test']);
  expect(failed).toEqual([]);
});
