import type { AnyHandlers } from '@plumbline/runtime/server';
import { createMemoryRateLimitStore, createServer } from '@plumbline/runtime/server';
import { expect, test } from 'vitest';
import { ask, sendJson } from './support/ask.ts';
import { BEARER, behaviours, contractOf, json, operation } from './support/contract.ts';

const real = operation('real');
const planned = operation('planned', {
  method: 'POST',
  path: '/plans',
  security: [{ schemes: [{ name: 'token', scopes: ['write'] }] }],
  requestBody: { required: true, content: [json({ type: 'object', required: ['name'] })] },
  behaviours: behaviours({
    rateLimit: {
      policies: [{ name: 'all', quota: 2, windowMs: 60_000, partition: 'tenant' }],
      cost: 1,
      headersOn: 'authenticated',
      remaining: { message: 'response', in: 'header', name: 'X-Left' },
      status: '429',
    },
  }),
});
const contract = contractOf([real, planned], [BEARER]);
const handlers: AnyHandlers = { real: () => ({ status: 200, body: {} }) };

function serverOf() {
  const security = {
    token: ({ token }: { token: string }) =>
      token === 'bad' ? null : { id: 'x', tenant: 'a', scopes: token === 'all' ? ['write'] : [], roles: [] },
  };
  return createServer(contract, handlers, {
    ...({ security } as object),
    rateLimit: { store: createMemoryRateLimitStore({ now: () => 0 }) },
    unimplemented: {
      operations: ['planned'],
      fetch: async (request) =>
        Response.json(
          { mocked: await request.text() },
          { status: 201, headers: { 'x-request-id': 'of the mock', 'x-mock': 'yes' } },
        ),
    },
  });
}

const as = (token: string) => sendJson('{"not":"checked here"}', { authorization: `Bearer ${token}` });

test('an operation without a handler is answered by the given fetch and marked', async () => {
  const answer = await ask(serverOf(), 'POST /plans', as('all'));
  expect(answer).toMatchObject({ status: 201, body: { mocked: '{"not":"checked here"}' } });
  expect(answer.headers.get('x-plumbline-unimplemented')).toBe('true');
  expect(answer.headers.get('x-mock')).toBe('yes');
  expect(answer.headers.get('x-left')).toBe('1');
  expect(answer.headers.get('x-request-id')).not.toBe('of the mock');
});

test('an operation with a handler is not marked', async () => {
  const answer = await ask(serverOf(), 'GET /things');
  expect(answer.headers.get('x-plumbline-unimplemented')).toBeNull();
});

test('authentication, scopes, media type and rate limit stay with the server', async () => {
  const server = serverOf();
  expect((await ask(server, 'POST /plans', as('bad'))).status).toBe(401);
  expect(
    (await ask(server, 'POST /plans', { body: 'x', headers: { 'content-type': 'text/plain' } })).status,
  ).toBe(415);
  expect((await ask(server, 'POST /plans', as('few'))).status).toBe(403);
  expect((await ask(server, 'POST /plans', as('all'))).status).toBe(201);
  const answer = await ask(server, 'POST /plans', as('all'));
  expect(answer.status).toBe(429);
  expect(answer.headers.get('x-plumbline-unimplemented')).toBeNull();
});

test('a server is not made with an operation that nobody answers, everybody answers or nobody knows', () => {
  const fetch = () => new Response();
  const open = contractOf([operation('a'), operation('b', { path: '/b' })]);
  const a: AnyHandlers = { a: () => ({ status: 200 }) };
  expect(() => createServer(open, a, {})).toThrow('No handler for the operation "b".');
  expect(() => createServer(open, a, { unimplemented: { operations: ['a', 'b'], fetch } })).toThrow(
    '"a" has a handler',
  );
  expect(() => createServer(open, a, { unimplemented: { operations: ['b', 'c'], fetch } })).toThrow(
    'the operation "c"',
  );
  const unknown: AnyHandlers = { ...a, b: () => ({ status: 200 }), c: () => ({ status: 200 }) };
  expect(() => createServer(open, unknown, {})).toThrow('handlers names the operation "c"');
});
