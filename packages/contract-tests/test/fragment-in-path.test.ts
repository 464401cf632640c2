import { toApiModel } from '@plumbline/openapi';
import { expect, test } from 'vitest';
import { runContractTests } from '../src/index.ts';

const operation = (operationId: string) => ({
  operationId,
  parameters: [{ name: 'fields', in: 'query', required: true, schema: { type: 'string' } }],
  responses: { 204: { description: 'Done.' }, 400: { description: 'Not valid.' } },
});

const { model } = toApiModel({
  document: {
    openapi: '3.1.1',
    info: { title: 'Files', version: '1' },
    paths: { '/file': { get: operation('readFile') }, '/file#sharing': { get: operation('readSharing') } },
  },
  sourceOf: (pointer) => ({ file: 'openapi.yaml', pointer }),
  locate: (place) => place,
});

/** Does not ask for `fields`, which is a breach. */
const fetch = async () => new Response(null, { status: 204 });

test('blames a server for no operation that its path never leads to', async () => {
  const { report } = runContractTests(model, { fetch, baseUrl: 'http://files.test' }, { run: 'test' });
  const { results } = await report;
  const verdictsOf = (id: string) =>
    results.filter(({ operation }) => operation === id).map(({ verdict }) => verdict);
  expect(verdictsOf('readFile').filter(({ outcome }) => outcome === 'violated')).not.toEqual([]);
  expect(new Set(verdictsOf('readSharing').map((verdict) => 'reason' in verdict && verdict.reason))).toEqual(
    new Set(['not-reachable']),
  );
});
