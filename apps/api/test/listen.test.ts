import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { type AppOptions, createApp } from '../src/app.ts';
import { listen } from '../src/listen.ts';
import { createTestIdentities } from '../src/seed/test-identities.ts';
import { openPostgres } from './databases.ts';

const database = await openPostgres();
const { admin } = await createTestIdentities(database);

afterAll(() => database.close());

/** The API on a free port; leaving the scope ends it. */
async function serve(options: Omit<AppOptions, 'database'>) {
  const app = await createApp({ ...options, database, requestsPerMinute: 1_000 });
  const listener = await listen(app, { host: '127.0.0.1', port: 0 });
  const headers = { authorization: `Bearer ${admin.token}` };
  return {
    app,
    get: (path: string) => fetch(listener.url + path, { headers }),
    [Symbol.asyncDispose]: () => listener.close(0),
  };
}

test('logs a request that came over a socket, and not its query', async () => {
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  await using served = await serve({ logger });
  const response = await served.get('/api/v1/users/me?page=secret');
  expect(logged).toHaveLength(1);
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    requestId: response.headers.get('x-request-id'),
    method: 'GET',
    path: '/api/v1/users/me',
    status: response.status,
  });
  expect(logged[0]).not.toContain('secret');
});

test('closes only when a request that came over a socket has been answered', async () => {
  const begun = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const order: string[] = [];
  await using served = await serve({
    unimplemented: async () => {
      begun.resolve();
      await released.promise;
      order.push('answered');
      return Response.json([]);
    },
  });
  const response = served.get('/api/v1/test-runs');
  await begun.promise;
  const closed = served.app.close().then(() => order.push('closed'));
  await served.get('/health/live');
  released.resolve();
  await Promise.all([closed, response]);
  expect(order).toEqual(['answered', 'closed']);
});

test('passes on the stream and the headers of what stands in, piece by piece', async () => {
  const released = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode('[1,'));
      await released.promise;
      controller.enqueue(new TextEncoder().encode('2]'));
      controller.close();
    },
  });
  const headers = new Headers({ 'content-type': 'application/json', 'x-of-its-own': 'kept' });
  headers.append('set-cookie', 'a=1');
  headers.append('set-cookie', 'b=2');
  await using served = await serve({ unimplemented: () => new Response(body, { status: 203, headers }) });

  const response = await served.get('/api/v1/test-runs');
  expect(response.status).toBe(203);
  expect(response.headers.get('x-of-its-own')).toBe('kept');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  const pieces: string[] = [];
  for await (const piece of response.body ?? []) {
    pieces.push(new TextDecoder().decode(piece));
    released.resolve();
  }
  expect(pieces).toEqual(['[1,', '2]']);
});
