import { expect, test } from 'vitest';
import { answering, documentOf, json } from './documents.ts';
import { ask, mockOf, sendJson } from './mock-of.ts';

const openapi = '3.2.0';
const item = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };

test('answers the query method and additional operations, which Prism drops', async () => {
  const body = { required: true, content: { 'application/json': { schema: item } } };
  const path = {
    query: { requestBody: body, responses: { 200: json({ example: { found: 1 } }) } },
    additionalOperations: { COPY: { responses: { 201: json({ example: { copied: true } }) } } },
  };
  const mock = await mockOf(documentOf({ '/thing': path }, { openapi }));
  expect(await ask(mock, 'QUERY /thing', sendJson({ id: 1 }))).toMatchObject({
    status: 200,
    body: { found: 1 },
  });
  expect(await ask(mock, 'QUERY /thing', sendJson({ id: 'x' }))).toMatchObject({ status: 422 });
  expect(await ask(mock, 'COPY /thing')).toMatchObject({ status: 201, body: { copied: true } });
  expect((await ask(mock, 'GET /thing')).headers.get('allow')).toBe('COPY, OPTIONS, QUERY');
});

const streaming = (mediaType: string, content: unknown) => ({
  ...(answering({ 200: { description: 'A stream.', content: { [mediaType]: content } } }) as object),
  openapi,
});

test('writes a stream of items that are each valid', async () => {
  const answer = await ask(await mockOf(streaming('application/jsonl', { itemSchema: item })), 'GET /thing');
  const lines = answer.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(3);
  expect(lines.every(({ id }) => Number.isInteger(id))).toBe(true);
});

test('writes the example of a stream', async () => {
  const example = { dataValue: [{ event: 'tick', data: 'a\nb' }, { data: '{"n":1}' }] };
  const content = { itemSchema: { type: 'object' }, examples: { ticks: example } };
  const answer = await ask(await mockOf(streaming('text/event-stream', content)), 'GET /thing');
  expect(answer.text).toBe('event: tick\ndata: a\ndata: b\n\ndata: {"n":1}\n\n');
});

test('makes and checks values by their discriminator', async () => {
  const schemas = {
    Cat: {
      type: 'object',
      required: ['kind', 'lives'],
      properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
    },
    Dog: {
      type: 'object',
      required: ['kind', 'bark'],
      properties: { kind: { type: 'string' }, bark: { type: 'string' } },
    },
    Pet: {
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat', dog: 'Dog' } },
    },
  };
  const schema = { $ref: '#/components/schemas/Pet' };
  const requestBody = { required: true, content: { 'application/json': { schema } } };
  const document = documentOf(
    { '/pets': { post: { requestBody, responses: { 200: json({ schema }) } } } },
    { openapi, components: { schemas } },
  );
  const mock = await mockOf(document, { dynamic: true, seed: 1, errors: true });
  const answer = await ask(mock, 'POST /pets', sendJson({ kind: 'cat', lives: 9 }));
  expect(answer).toMatchObject({ status: 200, body: { kind: expect.stringMatching(/^(cat|dog)$/i) } });
  expect((await ask(mock, 'POST /pets', sendJson({ kind: 'cat', bark: 'x' }))).status).toBe(422);
});

test('says that it does not check a whole query string', async () => {
  const content = { 'application/x-www-form-urlencoded': { schema: item } };
  const parameters = [{ name: 'filter', in: 'querystring', content }];
  const document = { ...(answering({ 200: json({ example: {} }) }, { parameters }) as object), openapi };
  const mock = await mockOf(document);
  expect((await ask(mock, 'GET /thing?id=x')).status).toBe(200);
  expect(mock.diagnostics).toMatchObject([{ rule: 'mock/not-checked', severity: 'info' }]);
});
