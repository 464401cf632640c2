import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { type Listener, listen } from '../src/listen.ts';
import { createTestIdentities, type TestIdentity } from '../src/seed/test-identities.ts';
import type { Database } from '../src/store/database.ts';
import { callerOf } from './caller.ts';
import { openPostgres } from './databases.ts';

let database: Database;
let admin: TestIdentity;
let app: App;
let listener: Listener;
/** Requests that got as far as the API. */
let taken = 0;

beforeAll(async () => {
  database = await openPostgres();
  admin = (await createTestIdentities(database)).admin;
  app = await createApp({
    database,
    requestsPerMinute: 100_000,
    through: (_passage, next) => {
      taken += 1;
      return next();
    },
  });
  listener = await listen(app, { host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await listener.close(0);
  await database.close();
});

function open(url = listener.url): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined); // a connection that the server ends while we write is no failure here
  return socket;
}

/** Sends bytes as they are and reads until the server closes the connection. */
function exchange(sent: string): Promise<string> {
  const socket = open();
  socket.write(sent, 'latin1');
  return text(socket);
}

const statusesOf = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
const authorization = () => `Authorization: Bearer ${admin.token}\r\n`;
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;

describe('a request that is too large', () => {
  test.each([
    ['one header of 17 kB', () => get('/health/live', `X-A: ${'a'.repeat(17_000)}\r\n`)],
    ['2,000 headers', () => get('/health/live', 'X-Abcdef: gh\r\n'.repeat(2_000))],
    ['a URL of 20 kB', () => get(`/health/live?${'a'.repeat(20_000)}`)],
  ])('H-2: %s is 431 and closed', async (_name, request) => {
    const before = taken;
    expect(statusesOf(await exchange(request()))).toEqual(['431']);
    expect(taken).toBe(before);
  });

  test('H-2: headers of 15 kB are taken', async () => {
    const headers = `X-A: ${'a'.repeat(15_000)}\r\nConnection: close\r\n`;
    expect(statusesOf(await exchange(get('/health/live', headers)))).toEqual(['200']);
  });

  test('H-2: of many headers the last one counts as well', async () => {
    const many = 'A:\r\n'.repeat(2_500);
    const answer = await exchange(get('/api/v1/users/me', `${many}${authorization()}Connection: close\r\n`));
    expect(statusesOf(answer)).toEqual(['200']);
  });

  test('H-3: a body of a byte more than 1 MiB is 413', async () => {
    const name = 'a'.repeat(1_048_577 - '{"name":""}'.length);
    const call = callerOf(fetch, admin.token, listener.url);
    expect((await call('PATCH', '/organizations/me', { body: `{"name":"${name}"}` })).status).toBe(413);
    expect((await call('PATCH', '/organizations/me', { body: `{"name":"${name.slice(1)}"}` })).status).toBe(
      400,
    );
  });

  test('H-3: a body in chunks without an end is 413, and the connection closed', async () => {
    const socket = open();
    const head = 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n';
    socket.write(
      `PATCH /api/v1/organizations/me HTTP/1.1\r\nHost: a\r\n${authorization()}${head}\r\n`,
      'latin1',
    );
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
    const sending = setInterval(() => socket.write(chunk), 1);
    const answer = await text(socket);
    clearInterval(sending);
    expect(statusesOf(answer)).toEqual(['413']);
    expect(answer).toContain('payload-too-large');
  });

  test('H-14: a compressed body is refused, and never unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    const response = await fetch(`${listener.url}/api/v1/organizations/me`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${admin.token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: bomb,
    });
    expect([400, 415]).toContain(response.status);
  });
});

describe('a request of which it is unclear where it ends', () => {
  const post = (framing: string, body: string) =>
    `POST /api/v1/tokens HTTP/1.1\r\nHost: a\r\n${authorization()}Content-Type: application/json\r\n${framing}\r\n${body}`;
  const json = '{"name":"H-9","scopes":["read:tokens"]}';
  const chunked = `${json.length.toString(16)}\r\n${json}\r\n0\r\n\r\n`;
  const smuggled = get('/api/v1/users/me');

  test.each([
    [
      'Content-Length and Transfer-Encoding',
      `Content-Length: ${chunked.length}\r\nTransfer-Encoding: chunked\r\n`,
      chunked,
    ],
    ['two Content-Lengths', `Content-Length: ${json.length}\r\nContent-Length: 0\r\n`, json],
    ['a Content-Length with a sign', `Content-Length: +${json.length}\r\n`, json],
    ['Transfer-Encoding twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', chunked],
    ['Transfer-Encoding "chunked, x"', 'Transfer-Encoding: chunked, x\r\n', chunked],
    ['Transfer-Encoding "x"', 'Transfer-Encoding: x\r\n', chunked],
    ['a folded header', `X-A: b\r\n Content-Length: 5\r\nContent-Length: ${json.length}\r\n`, json],
    ['a blank before the colon', `Content-Length : ${json.length}\r\n`, json],
    ['a bare line feed', `X-A: b\nContent-Length: ${json.length}\r\n`, json],
    ['a chunk size that is no number', 'Transfer-Encoding: chunked\r\n', `0x5\r\n${json}\r\n0\r\n\r\n`],
  ])('H-9: %s is 400 and closed, with nothing done', async (_name, framing, body) => {
    const before = taken;
    const statuses = statusesOf(await exchange(post(framing, body) + smuggled));
    expect(statuses.at(-1)).toBe('400');
    expect(statuses.filter((status) => status !== '400')).toEqual([]);
    expect(taken - before).toBeLessThanOrEqual(1);
  });

  test('H-9: chunk extensions are passed over', async () => {
    const body = chunked.replace('\r\n', ';a=b\r\n');
    const answer = await exchange(post('Transfer-Encoding: chunked\r\nConnection: close\r\n', body));
    expect(statusesOf(answer)).toEqual(['201']);
  });
});

describe('an odd connection', () => {
  test('H-10: 100 requests at once are answered in their order', async () => {
    const paths = Array.from({ length: 100 }, (_, turn) => (turn % 2 === 0 ? '/health/live' : '/nothing'));
    const last = get('/health/live', 'Connection: close\r\n');
    const answer = await exchange(paths.map((path) => get(path)).join('') + last);
    expect(statusesOf(answer)).toEqual([
      ...paths.map((path) => (path === '/nothing' ? '404' : '200')),
      '200',
    ]);
  });

  test('H-10: one that is closed for writing is answered or closed, and not kept', async () => {
    const socket = open();
    socket.end(get('/api/v1/users/me', authorization()), 'latin1');
    expect([[], ['200']]).toContainEqual(statusesOf(await text(socket)));
  });

  test('H-10: one that is reset in the middle of a body leaves the server well', async () => {
    const socket = open();
    const head = `Content-Type: application/json\r\nContent-Length: 100\r\n${authorization()}`;
    socket.write(`PATCH /api/v1/organizations/me HTTP/1.1\r\nHost: a\r\n${head}\r\n{"name"`, 'latin1', () =>
      socket.resetAndDestroy(),
    );
    await new Promise((resolve) => socket.once('close', resolve));
    await app.close();
    expect(statusesOf(await exchange(get('/health/live', 'Connection: close\r\n')))).toEqual(['200']);
  });

  test('H-10: HTTP/1.0 without a host is answered and closed', async () => {
    expect(await exchange('GET /health/live HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.[01] 200 /);
  });

  test('H-10: a whole URL as target is taken', async () => {
    const request = get('http://a/health/live', 'Connection: close\r\n');
    expect(statusesOf(await exchange(request))).toEqual(['200']);
  });

  test.each(['', 'Host: b\r\n'])('H-10: HTTP/1.1 with no host or two is 400 (%j)', async (second) => {
    const first = second === '' ? '' : 'Host: a\r\n';
    const request = `GET /health/live HTTP/1.1\r\n${first}${second}Connection: close\r\n\r\n`;
    expect(statusesOf(await exchange(request))).toEqual(['400']);
  });
});

describe('a slow connection', () => {
  const times = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 };

  test.each([
    ['headers', 'GET /health/live HTTP/1.1\r\nHost: a\r\n'],
    [
      'body',
      'POST /api/v1/tokens HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n',
    ],
  ])('H-1: that never ends its %s is 408 and closed, and others are served', async (what, begun) => {
    const impatient = await listen(app, { host: '127.0.0.1', port: 0 }, times);
    const sockets = Array.from({ length: 50 }, () => open(impatient.url));
    const ends = sockets.map((socket) => text(socket));
    const rest = what === 'body' ? `${authorization()}\r\n` : 'X-A:';
    for (const socket of sockets) socket.write(begun + rest);
    const good = await fetch(`${impatient.url}/health/live`);
    expect(good.status).toBe(200);
    for (const answer of await Promise.all(ends)) expect(statusesOf(answer)).toEqual(['408']);
    await impatient.close(0);
  });
});
