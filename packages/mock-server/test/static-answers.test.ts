import { expect, test } from 'vitest';
import { answering, documentOf, json } from './documents.ts';
import { ask, mockOf, prefer } from './mock-of.ts';

const person = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
};
const people = json({
  schema: person,
  examples: { ada: { value: { name: 'Ada' } }, bob: { value: { name: 'Bob' } } },
});

test('answers the first example', async () => {
  const answer = await ask(await mockOf(answering({ 200: people })), 'GET /thing');
  expect(answer).toMatchObject({ status: 200, body: { name: 'Ada' } });
  expect(answer.headers.get('content-type')).toBe('application/json');
});

test.each([
  ['a header', 'GET /thing', prefer('example=bob')],
  ['a quoted header', 'GET /thing', prefer('respond-async, example="bob"; x=1')],
  ['the query', 'GET /thing?__example=bob', {}],
])('answers the example that %s names', async (_, line, init) => {
  const answer = await ask(await mockOf(answering({ 200: people })), line, init);
  expect(answer.body).toEqual({ name: 'Bob' });
});

test('answers 404 for an example that does not exist', async () => {
  const answer = await ask(await mockOf(answering({ 200: people })), 'GET /thing', prefer('example=eve'));
  expect(answer).toMatchObject({
    status: 404,
    body: { type: 'https://stoplight.io/prism/errors#NOT_FOUND' },
  });
});

test('answers with the preferred status, its example, a range or the default', async () => {
  const responses = {
    200: people,
    404: json({ example: { why: 'gone' } }),
    '5XX': json({ example: { why: 'broken' } }),
    default: json({ example: { why: 'other' } }),
  };
  const mock = await mockOf(answering(responses));
  expect(await ask(mock, 'GET /thing', prefer('code=404'))).toMatchObject({
    status: 404,
    body: { why: 'gone' },
  });
  expect(await ask(mock, 'GET /thing?__code=503')).toMatchObject({ status: 503, body: { why: 'broken' } });
  expect(await ask(mock, 'GET /thing', prefer('code=418'))).toMatchObject({
    status: 418,
    body: { why: 'other' },
  });
});

test('answers 404 for a preferred status that is not declared', async () => {
  const answer = await ask(await mockOf(answering({ 200: people })), 'GET /thing', prefer('code=503'));
  expect(answer).toMatchObject({
    status: 404,
    body: { type: 'https://stoplight.io/prism/errors#NOT_FOUND' },
  });
});

test('answers a preferred problem although the client accepts only the media type of the success', async () => {
  const problem = {
    description: 'No.',
    content: { 'application/problem+json': { example: { type: 'no' } } },
  };
  const mock = await mockOf(answering({ 200: people, 404: problem }));
  const headers = { accept: 'application/json', prefer: 'code=404' };
  expect(await ask(mock, 'GET /thing', { headers })).toMatchObject({ status: 404, body: { type: 'no' } });
});

test('answers the lowest success', async () => {
  const responses = { 404: people, 204: { description: 'Nothing.' }, 201: people };
  expect((await ask(await mockOf(answering(responses)), 'GET /thing')).status).toBe(201);
});

test('answers a response without content with no body', async () => {
  const answer = await ask(await mockOf(answering({ 204: { description: 'Nothing.' } })), 'GET /thing');
  expect(answer).toMatchObject({ status: 204, text: '' });
});

test('answers 500 for an operation without responses', async () => {
  expect((await ask(await mockOf(answering({})), 'GET /thing')).status).toBe(500);
});

test('answers HEAD as GET without the body', async () => {
  const answer = await ask(await mockOf(answering({ 200: people })), 'HEAD /thing');
  expect(answer).toMatchObject({ status: 200, text: '' });
  expect(answer.headers.get('content-type')).toBe('application/json');
});

test('answers a media type that is declared beside a range as itself', async () => {
  const content = { '*/*': {}, 'application/json': { schema: person } };
  const mock = await mockOf(answering({ 200: { description: 'One of many.', content } }), { errors: true });
  expect(await ask(mock, 'GET /thing')).toMatchObject({ status: 200, body: { name: expect.any(String) } });
});

test('answers an operation of HEAD as it would GET, also where it refuses', async () => {
  const parameters = [{ name: 'size', in: 'query', required: true, schema: { type: 'integer' } }];
  const head = { operationId: 'headThing', parameters, responses: { 200: people } };
  const mock = await mockOf(documentOf({ '/thing': { head } }));
  const answer = await ask(mock, 'HEAD /thing?size=1');
  expect(answer).toMatchObject({ status: 200, text: '' });
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.has('sl-violations')).toBe(false);
  expect(await ask(mock, 'HEAD /thing')).toMatchObject({ status: 400, text: '' });
});

test('answers the media type that the client likes best', async () => {
  const content = { 'application/json': { example: { a: 1 } }, 'text/plain': { example: 'a is 1' } };
  const mock = await mockOf(answering({ 200: { description: 'Both.', content } }));
  const headers = { accept: 'application/json;q=0.5, text/plain' };
  const answer = await ask(mock, 'GET /thing', { headers });
  expect(answer.text).toBe('a is 1');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
});

test('takes an Accept header that cannot be read as none', async () => {
  const answer = await ask(await mockOf(answering({ 200: people })), 'GET /thing', {
    headers: { accept: ';;' },
  });
  expect(answer.status).toBe(200);
});

test('makes a valid body without an example, the same each time and from the values of the schema', async () => {
  const schema = {
    type: 'object',
    required: ['name', 'size', 'id'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      name: { type: 'string', examples: ['Rex'] },
      size: { allOf: [{ type: 'integer' }], default: 7 },
    },
  };
  const first = await ask(await mockOf(answering({ 200: json({ schema }) })), 'GET /thing');
  const second = await ask(await mockOf(answering({ 200: json({ schema }) })), 'GET /thing');
  expect(first.body).toMatchObject({ name: 'Rex', size: 7, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(second.body).toEqual(first.body);
});

test('makes a body instead of the example with ignoreExamples, unless the request names one', async () => {
  const mock = await mockOf(answering({ 200: people }), { ignoreExamples: true });
  expect((await ask(mock, 'GET /thing')).body).not.toEqual({ name: 'Ada' });
  expect((await ask(mock, 'GET /thing', prefer('example=ada'))).body).toEqual({ name: 'Ada' });
});

test('leaves out what is only written', async () => {
  const schema = {
    type: 'object',
    required: ['login', 'password'],
    properties: { login: { type: 'string' }, password: { type: 'string', writeOnly: true } },
  };
  const answer = await ask(await mockOf(answering({ 200: json({ schema }) })), 'GET /thing');
  expect(Object.keys(answer.body as object)).toEqual(['login']);
});

test('says that an operation is deprecated', async () => {
  const deprecated = await mockOf(answering({ 200: people }, { deprecated: true }));
  expect((await ask(deprecated, 'GET /thing')).headers.get('deprecation')).toBe('true');
  const current = await mockOf(answering({ 200: people }));
  expect((await ask(current, 'GET /thing')).headers.has('deprecation')).toBe(false);
});

test.each([
  ['application/xml', { a: 1, b: ['x<y'] }, '<xml><a>1</a><b>x&lt;y</b></xml>'],
  ['application/xml', '<a/>', '<a/>'],
  ['application/x-www-form-urlencoded', { a: 'x y', b: [1, 2] }, 'a=x+y&b=1&b=2'],
  ['text/csv', 'a,b\n1,2', 'a,b\n1,2'],
  ['text/plain', 5, '5'],
  ['application/octet-stream', 'bytes', 'bytes'],
  ['application/x-ndjson', [{ a: 1 }, { a: 2 }], '{"a":1}\n{"a":2}\n'],
])('writes %s', async (mediaType, example, text) => {
  const content = { [mediaType]: { example } };
  const answer = await ask(await mockOf(answering({ 200: { description: 'One.', content } })), 'GET /thing');
  expect(answer).toMatchObject({ status: 200, text });
  expect(answer.headers.get('content-type')).toMatch(new RegExp(`^${mediaType}`));
});

test('writes a multipart body that can be read back', async () => {
  const content = { 'multipart/form-data': { example: { 'a"b': 'x', c: { d: 1 } } } };
  const mock = await mockOf(answering({ 200: { description: 'Parts.', content } }));
  const response = await mock.fetch(new Request('http://mock.test/thing'));
  const form = await response.formData();
  expect([...form.values()]).toEqual(['x', '{"d":1}']);
});

test.each([
  ['image/*', 'image/webp', 'image/webp'],
  ['image/*', '*/*', 'image/png'],
  ['*/*', 'application/vnd.shop+json', 'application/vnd.shop+json'],
])('answers a declared %s to a client that accepts %s as %s', async (declared, accept, sent) => {
  const content = { [declared]: { schema: { type: 'string' } } };
  const mock = await mockOf(answering({ 200: { description: 'A range.', content } }));
  const answer = await ask(mock, 'GET /thing', { headers: { accept } });
  expect(answer.headers.get('content-type')).toBe(sent);
});

test('has what it finds about names like __proto__ stay data', async () => {
  const schema = JSON.parse(
    '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"type":"string"}}}',
  );
  const document = answering({ 200: json({ schema, example: JSON.parse('{"__proto__":"x"}') }) });
  const answer = await ask(await mockOf(document), 'GET /thing');
  expect(answer.text).toBe('{"__proto__":"x"}');
});

test('takes and sends texts whose schemas speak of what they stand for', async () => {
  const content = {
    'text/xml': { schema: { type: 'object', properties: { a: { type: 'integer' } } }, example: { a: 1 } },
  };
  const post = { requestBody: { content }, responses: { 200: { description: 'XML.', content } } };
  const mock = await mockOf(documentOf({ '/thing': { post } }), { errors: true });
  const init = { body: '<a>2</a>', headers: { 'content-type': 'text/xml' } };
  expect(await ask(mock, 'POST /thing', init)).toMatchObject({ status: 200, text: '<xml><a>1</a></xml>' });
});
