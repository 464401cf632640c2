import type { Contract } from '@plumbline/runtime/contract';
import { createServer } from '@plumbline/runtime/server';
import { expect, test } from 'vitest';
import { shop } from './documents.ts';
import { ask, mockOf, sendJson } from './mock-of.ts';

test('answers the operations that a back end has not written yet', async () => {
  const mock = await mockOf(shop(), { security: false, cors: false });
  const contract: Contract = {
    title: 'Shop',
    version: '1',
    securitySchemes: [],
    operations: [
      {
        id: 'createOrder',
        method: 'POST',
        path: '/orders',
        parameters: [],
        responses: [],
        security: [],
        behaviours: { roles: [] },
      },
    ],
  };
  const server = createServer(
    contract,
    {},
    { unimplemented: { operations: ['createOrder'], fetch: mock.fetch } },
  );
  const backEnd = { fetch: server.fetch, diagnostics: mock.diagnostics };
  const accepted = await ask(backEnd, 'POST /orders', sendJson({ item: 'tea' }));
  expect(accepted).toMatchObject({ status: 201, body: { id: 1, item: 'tea' } });
  expect(accepted.headers.get('x-plumbline-unimplemented')).toBe('true');
  expect((await ask(backEnd, 'POST /orders', sendJson({}))).status).toBe(400);
});
