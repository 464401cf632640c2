import type { Diagnostic } from '@plumbline/openapi';
import { expect, test } from 'vitest';
import { answering, json } from './documents.ts';
import { ask, mockOf, prefer } from './mock-of.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'tags'],
  properties: {
    name: { type: 'string' },
    size: { type: 'integer' },
    tags: {
      type: 'array',
      items: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
    },
  },
};
const valid = { name: 'tea', tags: [{ id: 1 }] };

test('finds nothing about valid examples', async () => {
  const mock = await mockOf(answering({ 200: json({ schema, example: valid }) }));
  expect((await ask(mock, 'GET /thing')).body).toEqual(valid);
  expect(mock.diagnostics).toEqual([]);
});

test('mends an invalid example and reports it once, with its place', async () => {
  const told: Diagnostic[] = [];
  const example = { name: 'tea', size: 'big', colour: 'green', tags: [{ id: 1 }, {}] };
  const document = answering({ 200: json({ schema, example }) });
  const mock = await mockOf(document, { onDiagnostic: (diagnostic) => told.push(diagnostic) });
  const answer = await ask(mock, 'GET /thing');
  expect(answer.body).toEqual({
    name: 'tea',
    size: expect.any(Number),
    tags: [{ id: 1 }, { id: expect.any(Number) }],
  });
  expect((await ask(mock, 'GET /thing')).text).toBe(answer.text);
  expect(mock.diagnostics).toMatchObject([
    {
      rule: 'mock/example-invalid',
      severity: 'warning',
      place: {
        file: 'openapi.yaml',
        pointer: '/paths/~1thing/get/responses/200/content/application~1json/example',
      },
    },
  ]);
  expect(told).toEqual(mock.diagnostics);
});

test('makes a value where nothing of the example can be saved', async () => {
  const mock = await mockOf(answering({ 200: json({ schema, example: ['tea'] }) }));
  expect((await ask(mock, 'GET /thing')).body).toMatchObject({ name: expect.any(String) });
  expect(mock.diagnostics).toMatchObject([{ message: expect.stringContaining('is not sent') }]);
});

test('takes a valid example before one that needs mending, and the named one all the same', async () => {
  const examples = { broken: { value: { name: 'broken' } }, whole: { value: valid } };
  const mock = await mockOf(answering({ 200: json({ schema, examples }) }));
  expect((await ask(mock, 'GET /thing')).body).toEqual(valid);
  expect((await ask(mock, 'GET /thing', prefer('example=broken'))).body).toMatchObject({
    name: 'broken',
    tags: expect.any(Array),
  });
});

test('sends JSON that the description has as a text as what it says', async () => {
  const mock = await mockOf(answering({ 200: json({ schema, example: JSON.stringify(valid) }) }));
  expect((await ask(mock, 'GET /thing')).body).toEqual(valid);
  expect(mock.diagnostics).toHaveLength(1);
});

test('says nothing about an example of a schema that was meant for requests', async () => {
  const login = {
    type: 'object',
    required: ['name', 'password'],
    properties: { name: { type: 'string' }, password: { type: 'string', writeOnly: true } },
    examples: [{ name: 'ada', password: 'secret' }],
  };
  const mock = await mockOf(answering({ 200: json({ schema: login }) }));
  expect((await ask(mock, 'GET /thing')).body).toEqual({ name: 'ada' });
  expect(mock.diagnostics).toEqual([]);
});

test('answers all the same, and says so, where a schema cannot be used', async () => {
  const mock = await mockOf(answering({ 200: json({ schema: { type: 'strange' }, example: { a: 1 } }) }));
  expect(await ask(mock, 'GET /thing')).toMatchObject({ status: 200, body: { a: 1 } });
  expect(mock.diagnostics).toMatchObject([{ rule: 'mock/schema-invalid' }]);
});
