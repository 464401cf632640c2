import { expect, test } from 'vitest';
import { type Report, runContractTests } from '../src/index.ts';
import { Kiln, type KilnFault } from './kiln/kiln.ts';
import { loadModel, loadShelf, runOnShelf, violatedIds } from './load-shelf.ts';

const model = await loadModel(new URL('./fixtures/kiln/openapi.yaml', import.meta.url));

const loadedShelf = await loadShelf();

async function runOnKiln(faults: readonly KilnFault[], options = {}) {
  const kiln = new Kiln(...faults);
  const target = { fetch: kiln.fetch, baseUrl: 'http://kiln.test' };
  const report = await runContractTests(model, target, { run: 'test', ...options }).report;
  return { report, kiln };
}

function findingOf(report: Report, id: string) {
  const verdict = report.results.find((result) => result.id === id)?.verdict;
  if (verdict?.outcome !== 'violated') throw new Error(`${id} is not violated`);
  return verdict;
}

const bodyOf = (report: Report, id: string): unknown =>
  JSON.parse(findingOf(report, id).exchange.request.body ?? '');

const smallest = {
  name: 'a',
  cone: 1,
  temperature: 1,
  glazes: [expect.any(String)],
  shelf: { kind: expect.any(String) },
};

test('an answer that is wrong for one property is told with no other optional one', async () => {
  const { report } = await runOnKiln(['answer-extra']);
  const finding = findingOf(report, 'createFiring:R.body/201');
  expect(bodyOf(report, 'createFiring:R.body/201')).toMatchObject({ ...smallest, urgent: true });
  expect(Object.keys(Object(bodyOf(report, 'createFiring:R.body/201')))).toHaveLength(6);
  expect(finding.reducedFrom).toBeLessThan(finding.exchange.number);
  expect(finding.exchange.curl).toContain('"urgent":true');
});

test('a failure that two properties bring about keeps both', async () => {
  const { report } = await runOnKiln(['fails-on-cone-7']);
  const body = bodyOf(report, 'createFiring:R.5xx');
  expect(body).toMatchObject({ name: 'a', cone: expect.any(Number), note: expect.stringMatching(/^.{4,}$/) });
  expect(body).not.toHaveProperty('settings');
});

test('an illegal request that was taken keeps its flaw and nothing beside it', async () => {
  const { report } = await runOnKiln(['level-4']);
  const body = bodyOf(report, 'createFiring:Q.reject/body/shelf/oneOf=0/level/maximum');
  expect(body).toEqual({ ...smallest, shelf: { kind: 'top', level: 4 } });
});

test('costs at most thirty requests for a failure', async () => {
  const [right, faulty] = [await runOnKiln([]), await runOnKiln(['open-body'])];
  expect(faulty.report.requests - right.report.requests).toBeLessThanOrEqual(30);
});

test('sends nothing but GET in a safe run, failures or not', async () => {
  const { kiln } = await runOnKiln(['answer-extra', 'batch-any', 'any-mode'], { safe: true });
  expect(kiln.log.filter((line) => !line.startsWith('GET '))).toEqual([]);
});

test('a parameter that was not refused stays in the request that is told', async () => {
  const { report } = await runOnShelf(
    loadedShelf,
    { faults: ['ignores-query'] },
    { only: ['listBooks:Q.*'] },
  );
  for (const { id, verdict } of report.results) {
    const [, parameter] = /^listBooks:Q\.reject\/query\/(\w+)/.exec(id) ?? [];
    if (parameter === undefined || verdict.outcome !== 'violated') continue;
    expect([...new URL(verdict.exchange.request.url).searchParams.keys()], id).toEqual([parameter]);
  }
  expect(violatedIds(report)).toContain('listBooks:Q.reject/query/limit/maximum');
});

test('what was not refused though it is legal by its schema is told as it was sent', async () => {
  const { report } = await runOnShelf(
    loadedShelf,
    { faults: ['cursor-any'] },
    { only: ['listBooks:G.badcursor'] },
  );
  const { exchange } = findingOf(report, 'listBooks:G.badcursor');
  expect(new URL(exchange.request.url).searchParams.get('cursor')).toBe('invented-cursor');
});
