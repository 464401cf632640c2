import { expect, test } from 'vitest';
import { answering, json, shop } from './documents.ts';
import { ask, mockOf } from './mock-of.ts';

const origin = 'https://app.example';

test('answers a preflight request before anything else', async () => {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization, content-type',
  };
  const answer = await ask(await mockOf(shop()), 'OPTIONS /orders', { headers });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  expect(answer.headers.get('access-control-allow-methods')).toBe('POST');
  expect(answer.headers.get('access-control-allow-headers')).toBe('authorization, content-type');
});

test('lets the page read the answer and its headers', async () => {
  const response = json(
    { example: {} },
    { headers: { 'X-Total': { schema: { type: 'integer' }, example: 1 } } },
  );
  const answer = await ask(await mockOf(answering({ 200: response })), 'GET /thing', { headers: { origin } });
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  expect(answer.headers.get('access-control-expose-headers')).toContain('x-total');
  expect(answer.headers.get('vary')).toBe('Origin');
});

test('lets the page read refusals too', async () => {
  const answer = await ask(await mockOf(shop()), 'GET /nowhere', { headers: { origin } });
  expect(answer.status).toBe(404);
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
});

test('says nothing about origins with cors off', async () => {
  const mock = await mockOf(answering({ 200: json({ example: {} }) }), { cors: false });
  const answer = await ask(mock, 'GET /thing', { headers: { origin } });
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
});
