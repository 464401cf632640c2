import type { IncomingRequest, Through } from '@plumbline/runtime/server';
import { createServer, ProblemError } from '@plumbline/runtime/server';
import { expect, test, vi } from 'vitest';
import { ask } from './support/ask.ts';
import { contractOf, operation } from './support/contract.ts';
import { startNode } from './support/start-node.ts';

const contract = contractOf([operation('read', { path: '/things/{id}' })]);

function serverOf(through: Through, read = () => ({ status: 200, body: {} })) {
  return createServer(contract, { read }, { through });
}

test('sees each request with the operation that it turned out to be, refusals included', async () => {
  const seen: unknown[] = [];
  const server = serverOf(async (passage, next) => {
    const before = passage.operationId;
    const { status, headers } = await next();
    const isSameId = headers['x-request-id'] === passage.requestId;
    seen.push([passage.pathname, before, passage.operationId, status, isSameId]);
    return { status, headers, body: null };
  });
  await ask(server, 'GET /things/1?a=b');
  await ask(server, 'GET /nowhere');
  expect(seen).toEqual([
    ['/things/1', null, 'read', 200, true],
    ['/nowhere', null, null, 404, true],
  ]);
});

test('may refuse a request before anything is done for it', async () => {
  const read = vi.fn(() => ({ status: 200, body: {} }));
  const busy = new ProblemError({ status: 503, type: 'busy', headers: { 'Retry-After': 1 } });
  const refusing = serverOf(() => Promise.reject(busy), read);
  const answer = await ask(refusing, 'GET /things/1');
  expect(answer).toMatchObject({
    status: 503,
    body: { type: 'urn:problem-type:busy', instance: '/things/1' },
  });
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(answer.body).toHaveProperty('requestId', answer.headers.get('x-request-id'));
  expect(read).not.toHaveBeenCalled();
});

test('knows the address at the other end of a connection, and none without one', async () => {
  const peers: IncomingRequest['peer'][] = [];
  const server = serverOf((passage, next) => {
    peers.push(passage.request.peer);
    return next();
  });
  await using node = await startNode(server);
  await fetch(`${node.url}/things/1`);
  await ask(server, 'GET /things/1');
  expect(peers).toEqual(['127.0.0.1', null]);
});
