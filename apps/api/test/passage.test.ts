import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { type IncomingRequest, ProblemError } from '@plumbline/runtime/server';
import type { KyselyPlugin } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type App, type AppOptions, createApp } from '../src/app.ts';
import { createTokenSecret } from '../src/domain/token-secret.ts';
import { listen } from '../src/listen.ts';
import { trustOnly } from '../src/passage/client-address.ts';
import { createTestIdentities, type TestIdentity } from '../src/seed/test-identities.ts';
import type { Database } from '../src/store/database.ts';
import { startTelemetry } from '../src/telemetry/telemetry.ts';
import { callerOf } from './caller.ts';
import { openPostgres } from './databases.ts';

let database: Database;
let admin: TestIdentity;

beforeAll(async () => {
  database = await openPostgres();
  admin = (await createTestIdentities(database)).admin;
});

afterAll(() => database.close());

interface Sent {
  readonly path?: string;
  readonly token?: string;
  readonly peer?: string;
  readonly forwarded?: string;
}

/** One GET as it comes from an address. */
async function send(app: App, { path = '/api/v1/users/me', token = 'x', peer, forwarded }: Sent) {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (forwarded !== undefined) headers['x-forwarded-for'] = forwarded;
  const web = new Request(`http://127.0.0.1${path}`, { headers });
  const request: IncomingRequest = {
    method: 'GET',
    target: path,
    origin: 'http://127.0.0.1',
    peer: peer ?? null,
    header: (name) => web.headers.get(name),
    mayHaveBody: false,
    readBody: async () => new Uint8Array(),
    web,
  };
  const { status, headers: answered, body } = await app.answer(request);
  // Safe: all that is asked for here answers in JSON.
  return { status, headers: answered, body: (await new Response(body).json()) as unknown };
}

describe('an address that guesses tokens', () => {
  const guesser = '198.51.100.7';

  // The minutes in which failures are counted are those of the clock.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T10:00:20Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function afterGuesses(options: Partial<AppOptions> = {}, guess: Partial<Sent> = {}): Promise<App> {
    const app = await createApp({ database, ...options });
    for (let turn = 0; turn < 60; turn += 1) {
      expect((await send(app, { peer: guesser, ...guess })).status).toBe(401);
    }
    return app;
  }

  test('T-8: is refused after 60 answers of 401 in a minute, whatever it sends then, and told how long', async () => {
    const app = await afterGuesses();
    const refused = await send(app, { peer: guesser, token: admin.token });
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0' },
      body: { type: 'https://api.checkview.io/errors/rate-limit-exceeded', status: 429 },
    });
    expect(refused.headers['retry-after']).toBe('40');
    expect(refused.headers['x-ratelimit-reset']).toBe(String(Date.parse('2026-03-01T10:01:00Z') / 1_000));
    vi.setSystemTime('2026-03-01T10:01:00Z');
    expect((await send(app, { peer: guesser, token: admin.token })).status).toBe(200);
  });

  test('T-8: harms nobody at another address, and no health check of its own', async () => {
    const app = await afterGuesses();
    expect((await send(app, { peer: '198.51.100.8', token: admin.token })).status).toBe(200);
    expect((await send(app, { peer: guesser, path: '/health/live' })).status).toBe(200);
  });

  test('T-8: makes 10,000 guesses with 60 looks at the token', async () => {
    let looks = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        looks += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const app = await createApp({
      database: { ...database, shared: database.shared.withPlugin(counting) },
    });
    looks = 0;
    const statuses = new Map<number, number>();
    for (let turn = 0; turn < 10_000; turn += 1) {
      const { status } = await send(app, { peer: guesser, token: createTokenSecret() });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [401, 60],
      [429, 9_940],
    ]);
    expect(looks).toBe(60);
  });

  test('T-8: cannot take another address by writing it into X-Forwarded-For', async () => {
    const app = await afterGuesses();
    expect((await send(app, { peer: guesser, forwarded: '203.0.113.1' })).status).toBe(429);
  });

  test('T-8: is told apart from others behind a proxy that is trusted', async () => {
    const isTrustedProxy = trustOnly(['10.0.0.0/8']);
    const app = await afterGuesses({ isTrustedProxy }, { peer: '10.0.0.1', forwarded: guesser });
    expect((await send(app, { peer: '10.0.0.2', forwarded: `1.1.1.1, ${guesser}` })).status).toBe(429);
    const other = { peer: '10.0.0.1', forwarded: '198.51.100.9', token: admin.token };
    expect((await send(app, other)).status).toBe(200);
  });

  test('answers that are no 401 do not count', async () => {
    const app = await createApp({ database, requestsPerMinute: 1_000 });
    for (let turn = 0; turn < 70; turn += 1) {
      expect((await send(app, { peer: guesser, path: '/api/v1/nothing' })).status).toBe(404);
    }
    expect((await send(app, { peer: guesser, token: admin.token })).status).toBe(200);
  });
});

describe('more requests than the server takes on at a time', () => {
  const load = { requestsInFlight: 2, eventLoopDelayMs: 60_000 };

  test('H-12: are 503 with Retry-After before anything is looked up, and health is told all the same', async () => {
    const released = Promise.withResolvers<void>();
    const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let turn = 0;
    const app = await createApp({
      database,
      load,
      unimplemented: async () => {
        begun[turn++]?.resolve();
        await released.promise;
        return Response.json([]);
      },
    });
    const path = '/api/v1/ux-audits';
    const held = [1, 2].map(() => send(app, { path, token: admin.token }));
    await Promise.all(begun.map(({ promise }) => promise));
    expect(await send(app, { token: 'no token' })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { type: 'https://api.checkview.io/errors/service-unavailable' },
    });
    expect((await send(app, { path: '/health/live' })).status).toBe(200);
    expect((await send(app, { path: '/health/ready' })).status).toBe(200);
    released.resolve();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await send(app, { token: admin.token })).status).toBe(200);
  });
});

describe('OpenTelemetry', () => {
  interface Received {
    readonly path: string;
    readonly body: unknown;
  }

  /** A collector that keeps what it is sent. */
  async function startCollector() {
    const received: Received[] = [];
    const server = createServer(async (request, response) => {
      received.push({ path: request.url ?? '', body: await json(request) });
      response.setHeader('content-type', 'application/json').end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return {
      received,
      url: `http://127.0.0.1:${port}`,
      [Symbol.asyncDispose]: async () => void server.close(),
    };
  }

  test('T-1: is sent a span and a duration of each request, and no secret', async () => {
    await using collector = await startCollector();
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
    const telemetry = await startTelemetry({ traces: true, metrics: true });
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    const app = await createApp({ database, through: telemetry.through });
    const listener = await listen(app, { host: '127.0.0.1', port: 0 });
    const call = callerOf(fetch, admin.token, listener.url);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const created = await call('POST', '/tokens?hidden=query-secret', {
      body: { name: 'body-secret', scopes: ['read:tokens'] },
      headers: { traceparent },
    });
    expect(created.status).toBe(201);
    expect((await call('GET', '/path-secret')).status).toBe(404);
    await listener.close(1_000);
    await telemetry.stop();

    const [traces, metrics] = ['/v1/traces', '/v1/metrics'].map((path) =>
      JSON.stringify(collector.received.filter((one) => one.path === path)),
    );
    expect(traces).toContain('"name":"POST /api/v1/tokens"');
    expect(traces).toContain('{"key":"checkview.operation_id","value":{"stringValue":"createToken"}}');
    expect(traces).toContain('{"key":"http.response.status_code","value":{"intValue":201}}');
    expect(traces).toContain('"traceId":"0af7651916cd43dd8448eb211c80319c"');
    expect(traces).toContain('{"key":"service.name","value":{"stringValue":"checkview-api"}}');
    expect(metrics).toContain('"name":"http.server.request.duration","description"');
    expect(metrics).toContain('{"key":"http.route","value":{"stringValue":"/api/v1/tokens"}}');
    const all = `${traces}${metrics}`;
    for (const secret of ['cvpat_', 'query-secret', 'body-secret', 'path-secret']) {
      expect(all).not.toContain(secret);
    }
  });
});

test('a hook that is asked for stands around every request', async () => {
  const refusing = await createApp({
    database,
    through: () => Promise.reject(new ProblemError({ status: 503, type: 'service-unavailable' })),
  });
  expect((await send(refusing, { path: '/health/live' })).status).toBe(503);
});
