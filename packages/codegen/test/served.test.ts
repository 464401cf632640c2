import {
  createMemoryIdempotencyStore,
  createMemoryRateLimitStore,
  createServer,
} from '@plumbline/runtime/server';
import { expect, test } from 'vitest';
import { contract, type Handlers, type SecurityHandlers } from './generated/pets/server.ts';

const handlers: Handlers = {
  listPets: ({ query }) => ({
    status: 200,
    body: [{ id: query.limit, name: String(query.kind), kind: 'dog' }],
    page: { next: 'abc', hasMore: true, total: 3 },
  }),
  addPet: ({ body }) => ({
    status: 201,
    body: { id: 7, name: body.name, kind: body.kind },
    headers: { Location: '/pets/7' },
  }),
  getPet: ({ path }) => ({
    status: 200,
    contentType: 'application/json',
    body: { id: path.petId, name: 'Ada', kind: 'cat' },
  }),
  portrayPet: () => ({ status: 204 }),
  removePet: () => ({ status: 204 }),
};
const security: SecurityHandlers = {
  token: ({ token }) => ({ id: token, tenant: 'acme', scopes: ['read', 'write'], roles: [] }),
};
const server = createServer(contract, handlers, {
  security,
  rateLimit: { store: createMemoryRateLimitStore() },
  idempotency: { store: createMemoryIdempotencyStore() },
});
const authorization = { authorization: 'Bearer x' };

test('a generated contract serves: texts are read as the description says, defaults filled in', async () => {
  const answer = await server.fetch(
    new Request('https://pets.example/pets?kind=cat&kind=dog', { headers: authorization }),
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get('X-Next-Cursor')).toBe('abc');
  expect(await answer.json()).toEqual([{ id: 20, name: 'cat,dog', kind: 'dog' }]);
});

test('a generated check refuses what the description does not admit', async () => {
  const answer = await server.fetch(
    new Request('https://pets.example/pets?limit=1000', { headers: authorization }),
  );
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
});

test('a body is checked as a request: without what is readOnly', async () => {
  const add = (body: unknown) =>
    server.fetch(
      new Request('https://pets.example/pets', {
        method: 'POST',
        headers: { ...authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  expect((await add({ name: 'Ada', kind: 'cat' })).status).toBe(201);
  expect((await add({ name: 'Ada', kind: 'fish' })).status).toBe(400);
});
