import { expect, test } from 'vitest';
import { answering, documentOf } from './documents.ts';
import { ask, mockOf, prefer } from './mock-of.ts';

const answeringWith = (headers: Record<string, unknown>) =>
  answering({ 200: { description: 'As described.', headers } });

test('sends the example of a header, and a made value without one', async () => {
  const mock = await mockOf(
    answeringWith({
      'X-Shown': { schema: { type: 'integer' }, example: 7 },
      'X-Made': { required: true, schema: { type: 'boolean' } },
      'X-List': { schema: { type: 'array', items: { type: 'integer' } }, example: [1, 2] },
      'X-Object': { schema: { type: 'object' }, explode: true, example: { a: 1, b: 'c' } },
      'X-Json': { content: { 'application/json': { schema: { type: 'object' }, example: { a: 1 } } } },
    }),
    { errors: true },
  );
  const { status, headers } = await ask(mock, 'GET /thing');
  expect(status).toBe(200);
  expect(headers.get('x-shown')).toBe('7');
  expect(headers.get('x-made')).toMatch(/^(true|false)$/);
  expect(headers.get('x-list')).toBe('1,2');
  expect(headers.get('x-object')).toBe('a=1,b=c');
  expect(headers.get('x-json')).toBe('{"a":1}');
});

test('makes a value instead of an invalid example or one that no header can carry', async () => {
  const mock = await mockOf(
    answeringWith({
      'X-Wrong': { schema: { type: 'integer', minimum: 10 }, example: 7 },
      'X-Unsendable': { schema: { type: 'string' }, example: 'a\nb' },
    }),
  );
  const { headers } = await ask(mock, 'GET /thing');
  expect(Number(headers.get('x-wrong'))).toBeGreaterThanOrEqual(10);
  expect(headers.get('x-unsendable')).not.toContain('\n');
});

test('leaves the headers that frame the message to the server', async () => {
  const schema = { type: 'string' };
  const mock = await mockOf(
    answeringWith({
      'Content-Encoding': { schema, example: 'gzip' },
      'Content-Length': { schema, example: '5' },
      'Transfer-Encoding': { schema, example: 'chunked' },
    }),
  );
  const { headers } = await ask(mock, 'GET /thing');
  expect(
    ['content-encoding', 'content-length', 'transfer-encoding'].filter((name) => headers.has(name)),
  ).toEqual([]);
});

const integer = { schema: { type: 'integer' } };
const rateLimited = documentOf(
  {
    '/thing': {
      get: {
        security: [{ token: [] }],
        responses: {
          200: {
            description: 'Yes.',
            headers: { 'X-Limit': integer, 'X-Left': integer, 'X-Reset': integer },
          },
          429: { description: 'No.', headers: { 'X-Left': integer, 'Retry-After': integer } },
        },
      },
    },
  },
  {
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    'x-contract-rate-limit': {
      policies: [{ name: 'default', quota: 60, window: 'PT1M', kind: 'fixed', partition: 'tenant' }],
      headersOn: 'authenticated',
      limit: '$response.header.X-Limit',
      remaining: '$response.header.X-Left',
      reset: '$response.header.X-Reset',
      resetUnit: 'unix-seconds',
      retryAfter: '$response.header.Retry-After',
      status: '429',
    },
  },
);

test('tells the window that is now, also of an answer that is otherwise the same', async () => {
  let now = 90_000;
  const mock = await mockOf(rateLimited, { now: () => now, security: false });
  const reset = async () => (await ask(mock, 'GET /thing')).headers.get('x-reset');
  const retryAfter = async () =>
    (await ask(mock, 'GET /thing', prefer('code=429'))).headers.get('retry-after');
  expect(await reset()).toBe('120');
  expect(await retryAfter()).toBe('30');
  now = 90_001;
  expect([await reset(), await retryAfter()]).toEqual(['120', '30']);
  now = 91_000;
  expect([await reset(), await retryAfter()]).toEqual(['120', '29']);
  now = 120_000;
  expect([await reset(), await retryAfter()]).toEqual(['180', '60']);
});

test('tells the declared rate limit in its headers', async () => {
  const mock = await mockOf(rateLimited, { now: () => 90_000, security: false });
  const accepted = await ask(mock, 'GET /thing');
  expect(accepted.headers.get('x-limit')).toBe('60');
  expect(accepted.headers.get('x-left')).toBe('59');
  expect(accepted.headers.get('x-reset')).toBe('120');
  const rejected = await ask(mock, 'GET /thing', prefer('code=429'));
  expect(rejected.headers.get('x-left')).toBe('0');
  expect(rejected.headers.get('retry-after')).toBe('30');
});

const paged = documentOf({
  '/things': {
    get: {
      parameters: [{ name: 'cursor', in: 'query', schema: { type: 'string' } }],
      'x-contract-pagination': {
        type: 'cursor',
        cursor: '$request.query.cursor',
        items: '$response.body',
        next: '$response.header.X-Next',
        hasMore: '$response.header.X-More',
      },
      responses: {
        200: {
          description: 'A page.',
          headers: {
            'X-Next': { schema: { type: 'string' }, example: 'abc' },
            'X-More': { schema: { type: 'boolean' }, example: true },
          },
          content: { 'application/json': { example: [1] } },
        },
      },
    },
  },
});

test('shows one page, and after it the last', async () => {
  const mock = await mockOf(paged);
  const first = await ask(mock, 'GET /things');
  expect([first.headers.get('x-next'), first.headers.get('x-more')]).toEqual(['abc', 'true']);
  const second = await ask(mock, 'GET /things?cursor=abc');
  expect([second.headers.get('x-next'), second.headers.get('x-more')]).toEqual([null, 'false']);
});

test('marks no answer as a replay', async () => {
  const document = documentOf({
    '/things': {
      post: {
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }],
        'x-contract-idempotency': {
          key: '$request.header.Idempotency-Key',
          marker: '$response.header.Replayed',
        },
        responses: {
          201: { description: 'Done.', headers: { Replayed: { schema: { const: true }, example: true } } },
        },
      },
    },
  });
  const answer = await ask(await mockOf(document), 'POST /things', { headers: { 'idempotency-key': 'k' } });
  expect(answer.status).toBe(201);
  expect(answer.headers.has('replayed')).toBe(false);
});
