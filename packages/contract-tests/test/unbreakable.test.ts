import { type ApiModel, toApiModel } from '@plumbline/openapi';
import { describe, expect, test } from 'vitest';
import { planObligations, runContractTests } from '../src/index.ts';

const toModel = (paths: object): ApiModel =>
  toApiModel({
    document: { openapi: '3.1.1', info: { title: 'Kilns', version: '1' }, paths },
    sourceOf: (pointer) => ({ file: 'openapi.yaml', pointer }),
    locate: (place) => place,
  }).model;

const responses = { 204: { description: 'Done.' }, 400: { description: 'Not valid.' } };

/** What is planned of the one query parameter of an operation, without the names of operation and parameter. */
function plannedOf(schema: object, style = 'form'): readonly string[] {
  const parameters = [{ name: 'q', in: 'query', style, schema }];
  const model = toModel({ '/kilns': { get: { operationId: 'listKilns', parameters, responses } } });
  return planObligations(model, { only: ['listKilns:Q.reject*', 'listKilns:Q.accept*'] }).map(({ id }) =>
    id.replace('listKilns:Q.', '').replace('/query/q', ''),
  );
}

describe('of a query parameter nothing is planned that no text breaks or shows', () => {
  test.for([
    { name: 'uniqueItems of a text', schema: { type: 'string', uniqueItems: true }, planned: [] },
    {
      name: 'uniqueItems of a list',
      schema: { type: 'array', items: { type: 'integer' }, uniqueItems: true },
      planned: ['reject/type', 'reject/uniqueItems', 'reject/*/type'],
    },
    { name: 'maxLength of a number', schema: { type: 'integer', maxLength: 5 }, planned: ['reject/type'] },
    {
      name: 'the type of a list of texts',
      schema: { type: 'array', items: { type: 'string' } },
      planned: [],
    },
    { name: 'null', schema: { type: ['integer', 'null'] }, planned: ['reject/type'] },
    {
      name: 'an empty text',
      schema: { type: 'string', enum: ['', 'up'] },
      planned: ['reject/enum', 'accept/enum="up"'],
    },
    {
      name: 'an empty list',
      schema: { type: 'array', items: { type: 'integer' }, minItems: 0 },
      planned: ['reject/type', 'reject/minItems', 'reject/*/type'],
    },
    {
      name: 'a union with a branch that takes every text',
      schema: { oneOf: [{ type: 'integer', maximum: 5 }, { type: 'string' }] },
      planned: ['accept/oneOf=0', 'accept/oneOf=1', 'accept/oneOf=0/maximum'],
    },
    {
      name: 'a union whose text has a form',
      schema: { oneOf: [{ type: 'integer' }, { type: 'string', enum: ['all'] }] },
      planned: [
        'reject/oneOf',
        'reject/oneOf=1/enum',
        'accept/oneOf=0',
        'accept/oneOf=1',
        'accept/oneOf=1/enum="all"',
      ],
    },
  ])('$name', ({ schema, planned }) => {
    expect(plannedOf(schema)).toEqual(planned);
  });

  test('what is nested, which no style says how to write', () => {
    const price = { type: 'object', properties: { amount: { type: 'integer', maximum: 5 } } };
    expect(plannedOf({ type: 'array', items: price, minItems: 2 })).toEqual(['reject/type']);
    expect(plannedOf({ type: 'object', properties: { price } }, 'deepObject')).toEqual(['accept/optional']);
    expect(plannedOf(price, 'deepObject')).toEqual([
      'accept/optional=amount',
      'accept/optional',
      'accept/amount/maximum',
    ]);
  });

  test('a list in the style `deepObject`, which is for objects', () => {
    const sizes = { type: 'array', items: { type: 'integer', maximum: 5 } };
    expect(plannedOf(sizes, 'deepObject')).toEqual([]);
    expect(plannedOf(sizes)).toEqual([
      'reject/type',
      'reject/*/type',
      'reject/*/maximum',
      'accept/*/maximum',
    ]);
  });
});

const bodyOf = (mediaType: string) => ({
  post: { operationId: 'fire', requestBody: { content: { [mediaType]: { schema: true } } }, responses },
});

test('that another media type is refused is planned only where one is left', () => {
  const planned = (mediaType: string) =>
    planObligations(toModel({ '/fire': bodyOf(mediaType) }), { only: ['Q.media'] }).length;
  expect(planned('application/json')).toBe(1);
  expect(planned('*/*')).toBe(0);
});

test('that another method is refused is planned only where one is left', () => {
  const operation = (operationId: string) => ({ operationId, responses });
  const read = { get: operation('readKiln') };
  const all = { ...read, put: operation('a'), patch: operation('b'), post: operation('c') };
  const planned = (item: object) =>
    planObligations(toModel({ '/kiln': item }), { only: ['Q.method'] }).length;
  expect(planned(read)).toBe(1);
  expect(planned(all)).toBe(0);
});

describe('two paths that differ in the name of their parameter', () => {
  const read = (operationId: string, name: string, kind: string) => ({
    get: {
      operationId,
      parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        200: {
          description: 'Found.',
          content: { 'application/json': { schema: { type: 'object', required: [kind] } } },
        },
      },
    },
  });
  /** Answers both as the first of them. */
  const fetch = async () => Response.json({ byId: true });
  const verdictsOf = async (second: string) => {
    const model = toModel({
      '/glazes/{id}': read('readById', 'id', 'byId'),
      [second]: read('readByName', 'name', 'byName'),
    });
    const target = { fetch, baseUrl: 'http://kilns.test' };
    const { results } = await runContractTests(model, target, { run: 'test', only: ['*:R.body*'] }).report;
    return results.map(({ verdict }) => ('reason' in verdict ? verdict.reason : verdict.outcome));
  };

  test('are one to a server: neither is blamed on it', async () => {
    expect(await verdictsOf('/glazes/{name}')).toEqual(['not-reachable', 'not-reachable']);
  });

  test('and in something else are two', async () => {
    expect(await verdictsOf('/names/{name}')).toEqual(['proved', 'violated']);
  });
});
