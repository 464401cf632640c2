import { createMockServer } from '@plumbline/mock-server';
import { expect, test } from 'vitest';
import { runContractTests } from '../src/index.ts';
import { loadModel, violatedIds } from './load-shelf.ts';

const model = await loadModel(new URL('../../../spec/openapi.yaml', import.meta.url));

/** A part of the laws for each kind of thing; all of them are counted by hand with every change of the mock. */
const laws = [
  '*Website:L.*',
  '*TestStep:L.*',
  '*Variable*:L.*',
  '*Variable*:G.*',
  '*Token:*',
  'runTestFlow:L.*',
];
const behaviours = ['*Website:I.*', '*Website:T.*', 'listWebsites:G.*', 'getCurrentUser:X.*'];

test('a mock with state keeps what the description promises', { timeout: 60_000 }, async () => {
  let ahead = 0;
  const [own, other] = [
    'cvpat_own00000000000000000000000000000000',
    'cvpat_other000000000000000000000000000000',
  ];
  const mock = await createMockServer(
    { model },
    {
      state: true,
      now: () => Date.now() + ahead,
      tokens: { [own]: { tenant: 'own' }, [other]: { tenant: 'other' } },
    },
  );
  const target = { fetch: (request: Request) => mock.fetch(request), baseUrl: 'http://mock.test' };
  const report = await runContractTests(model, target, {
    identities: [
      { name: 'own', credentials: { personalAccessToken: own }, tenant: 'own' },
      { name: 'other', credentials: { personalAccessToken: other }, tenant: 'other' },
    ],
    run: 'test',
    destructive: true,
    clock: {
      advance: async (ms) => {
        ahead += ms;
      },
    },
    only: [...laws, ...behaviours],
  }).report;
  expect(violatedIds(report)).toEqual([]);
  const proved = (kinds: RegExp) =>
    report.results.filter(({ kind, verdict }) => kinds.test(kind) && verdict.outcome === 'proved').length;
  expect([/^L/, /^G/, /^I/, /^T/, /^X/, /^A/].map(proved).every((count) => count > 5)).toBe(true);
});
