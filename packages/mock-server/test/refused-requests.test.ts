import { expect, test } from 'vitest';
import { answering, json, problem, shop } from './documents.ts';
import { ask, mockOf, prefer, sendJson } from './mock-of.ts';

const TOKEN = { authorization: 'Bearer some-token' };

test('answers a request that is as described', async () => {
  const answer = await ask(
    await mockOf(shop()),
    'POST /orders?dryRun=true',
    sendJson({ item: 'tea' }, TOKEN),
  );
  expect(answer).toMatchObject({ status: 201, body: { id: 1, item: 'tea' } });
});

test('refuses a wrong body with the declared 400 and says what is wrong', async () => {
  const answer = await ask(await mockOf(shop()), 'POST /orders', sendJson({ item: 'x', amount: 0 }, TOKEN));
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    type: 'https://shop.example/problems/validation-failed',
    status: 400,
    errors: [
      { pointer: '/item', code: 'minLength' },
      { pointer: '/amount', code: 'minimum' },
    ],
  });
});

test('refuses a wrong query parameter', async () => {
  const answer = await ask(
    await mockOf(shop()),
    'POST /orders?dryRun=perhaps',
    sendJson({ item: 'tea' }, TOKEN),
  );
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: 'query/dryRun' }] } });
});

test('prefers a declared 422 for validation, as Prism does', async () => {
  const declared = {
    400: problem({ type: 'malformed', status: 400 }),
    422: problem({ type: 'invalid', status: 422 }),
  };
  const mock = await mockOf(shop(declared));
  expect(await ask(mock, 'POST /orders', sendJson({}, TOKEN))).toMatchObject({
    status: 422,
    body: { type: 'invalid', status: 422 },
  });
  expect(await ask(mock, 'POST /orders', sendJson('{', TOKEN))).toMatchObject({
    status: 400,
    body: { type: 'malformed' },
  });
});

test('takes the default response for a refusal that has no status of its own', async () => {
  const mock = await mockOf(shop({ default: problem({ type: 'any', status: 0 }) }));
  const answer = await ask(mock, 'POST /orders', sendJson({}, TOKEN));
  expect(answer).toMatchObject({ status: 422, body: { type: 'any', status: 422 } });
});

test('answers in the words of Prism where the description declares no refusal', async () => {
  const answer = await ask(await mockOf(shop({})), 'POST /orders', sendJson({ item: 'x' }, TOKEN));
  expect(answer.status).toBe(422);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    type: 'https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY',
    status: 422,
    validation: [{ location: ['request', 'body', 'item'], severity: 'Error', code: 'minLength' }],
  });
});

test('says what is wrong in a header where the declared problem has no place for it', async () => {
  const plain = {
    description: 'No.',
    content: { 'application/json': { schema: { type: 'string' }, example: 'no' } },
  };
  const mock = await mockOf(shop({ 400: plain }));
  const answer = await ask(mock, 'POST /orders', sendJson({ item: 'x' }, TOKEN));
  expect(answer).toMatchObject({ status: 400, body: 'no' });
  expect(JSON.parse(answer.headers.get('sl-violations') ?? '')).toMatchObject([
    { location: ['request', 'body', 'item'], code: 'minLength' },
  ]);
});

test('refuses a missing required body', async () => {
  const answer = await ask(await mockOf(shop()), 'POST /orders', { headers: TOKEN });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'required' }] } });
});

test('refuses a request without credentials with 401 and a challenge', async () => {
  const declared = await ask(
    await mockOf(shop({ 401: problem({ type: 'unauthorized', status: 401 }) })),
    'POST /orders',
    sendJson({ item: 'tea' }),
  );
  expect(declared).toMatchObject({ status: 401, body: { type: 'unauthorized', status: 401 } });
  expect(declared.headers.get('www-authenticate')).toMatch(/^Bearer /);
  const undeclared = await ask(await mockOf(shop({})), 'POST /orders', sendJson({ item: 'tea' }));
  expect(undeclared).toMatchObject({
    status: 401,
    body: { type: 'https://stoplight.io/prism/errors#UNAUTHORIZED' },
  });
  expect(undeclared.headers.get('www-authenticate')).toMatch(/^Bearer /);
});

test('asks for no credentials with security off, and still checks the body', async () => {
  const mock = await mockOf(shop(), { security: false });
  expect((await ask(mock, 'POST /orders', sendJson({ item: 'tea' }))).status).toBe(201);
  expect((await ask(mock, 'POST /orders', sendJson({}))).status).toBe(400);
});

test('checks no body with validateRequest off, and still asks for credentials', async () => {
  const mock = await mockOf(shop(), { validateRequest: false });
  expect((await ask(mock, 'POST /orders', sendJson({}, TOKEN))).status).toBe(201);
  expect((await ask(mock, 'POST /orders', sendJson({}))).status).toBe(401);
});

test('answers 404 for a path that the description does not have', async () => {
  const answer = await ask(await mockOf(shop()), 'GET /nowhere');
  expect(answer).toMatchObject({
    status: 404,
    body: { type: 'https://stoplight.io/prism/errors#NO_PATH_MATCHED_ERROR' },
  });
});

test('answers the declared 404 for a path parameter that can name nothing', async () => {
  const mock = await mockOf(shop());
  expect((await ask(mock, 'GET /orders/12')).status).toBe(200);
  expect(await ask(mock, 'GET /orders/twelve')).toMatchObject({
    status: 404,
    body: { type: 'https://shop.example/problems/not-found' },
  });
});

test('answers 405 with Allow for a method that the path does not take', async () => {
  const answer = await ask(await mockOf(shop()), 'PUT /orders/1');
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
});

test('answers OPTIONS with Allow', async () => {
  const answer = await ask(await mockOf(shop()), 'OPTIONS /orders');
  expect(answer.status).toBe(204);
  expect(answer.headers.get('allow')).toBe('OPTIONS, POST');
});

test('answers 406 when the client takes none of the declared media types', async () => {
  const mock = await mockOf(shop());
  const refused = await ask(mock, 'GET /orders/1', { headers: { accept: 'image/png' } });
  expect(refused).toMatchObject({
    status: 406,
    body: { type: 'https://stoplight.io/prism/errors#NOT_ACCEPTABLE' },
  });
  const taken = await ask(mock, 'GET /orders/1', { headers: { accept: 'image/png, */*;q=0.1' } });
  expect(taken.status).toBe(200);
});

test('answers 415 for a media type that the operation does not take', async () => {
  const xml = { body: '<order/>', headers: { ...TOKEN, 'content-type': 'application/xml' } };
  expect(await ask(await mockOf(shop({})), 'POST /orders', xml)).toMatchObject({
    status: 415,
    body: { type: 'https://stoplight.io/prism/errors#INVALID_CONTENT_TYPE' },
  });
  const declared = await mockOf(shop({ 415: problem({ type: 'no-xml', status: 415 }) }));
  expect(await ask(declared, 'POST /orders', xml)).toMatchObject({ status: 415, body: { type: 'no-xml' } });
});

test('answers 413 for a body that is larger than allowed', async () => {
  const mock = await mockOf(shop(), { maxBodyBytes: 20 });
  const answer = await ask(mock, 'POST /orders', sendJson({ item: 'tea'.repeat(20) }, TOKEN));
  expect(answer.status).toBe(413);
});

test('tells the status in a made problem too, also where the schema has no room for the other facts', async () => {
  const schema = {
    type: 'object',
    required: ['status', 'errors'],
    properties: {
      status: { type: ['integer', 'null'] },
      errors: { type: 'object', additionalProperties: { type: 'array' } },
    },
  };
  const refusal = { description: 'Refused.', content: { 'application/problem+json': { schema } } };
  const parameters = [{ name: 'size', in: 'query', required: true, schema: { type: 'integer' } }];
  const mock = await mockOf(answering({ 200: json({ example: 1 }), 400: refusal }, { parameters }));
  expect(await ask(mock, 'GET /thing')).toMatchObject({ status: 400, body: { status: 400 } });
});

test('sends a body of the declared media type with a refusal that says no more of it', async () => {
  const refusal = { description: 'Refused.', content: { 'application/json': {} } };
  const parameters = [{ name: 'size', in: 'query', required: true, schema: { type: 'integer' } }];
  const mock = await mockOf(answering({ 200: json({ example: 1 }), 400: refusal }, { parameters }));
  const answer = await ask(mock, 'GET /thing');
  expect(answer).toMatchObject({ status: 400, body: {} });
  expect(answer.headers.get('content-type')).toBe('application/json');
});

test('refuses a HEAD request as it would GET, without a body', async () => {
  const answer = await ask(await mockOf(shop()), 'HEAD /orders/twelve');
  expect(answer).toMatchObject({ status: 404, text: '' });
});

test('holds a body against closed members of allOf, which Prism merges', async () => {
  const closed = {
    allOf: [
      { type: 'object', additionalProperties: false, properties: { name: { type: 'string' } } },
      { type: 'object', properties: { id: { type: 'integer' } } },
    ],
  };
  const requestBody = { required: true, content: { 'application/json': { schema: closed } } };
  const document = {
    openapi: '3.1.1',
    info: { title: 'Closed', version: '1' },
    paths: { '/thing': { post: { requestBody, responses: { 200: json({ example: {} }) } } } },
  };
  const mock = await mockOf(document);
  expect((await ask(mock, 'POST /thing', sendJson({ name: 'a' }))).status).toBe(200);
  expect((await ask(mock, 'POST /thing', sendJson({ name: 'a', id: 1 }))).status).toBe(422);
});

test('refuses a preference that cannot be read', async () => {
  const mock = await mockOf(answering({ 200: json({ example: {} }) }));
  expect((await ask(mock, 'GET /thing', prefer('code=abc'))).status).toBe(422);
  expect((await ask(mock, 'GET /thing?__dynamic=perhaps')).status).toBe(422);
});

test('finds operations with and without the path of a declared server', async () => {
  const document = {
    ...(shop() as object),
    servers: [{ url: 'https://shop.example/api/{v}', variables: { v: { default: 'v2' } } }],
  };
  const mock = await mockOf(document);
  expect((await ask(mock, 'GET /orders/1')).status).toBe(200);
  expect((await ask(mock, 'GET /api/v2/orders/1')).status).toBe(200);
  expect((await ask(mock, 'GET /api/v1/orders/1')).status).toBe(404);
});
