import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
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
/** Those of them that are not over. */
const inside = new Set<Promise<unknown>>();

beforeAll(async () => {
  database = await openPostgres();
  admin = (await createTestIdentities(database)).admin;
  app = await createApp({
    database,
    requestsPerMinute: 100_000,
    through: async (_passage, next) => {
      taken += 1;
      const answer = next();
      inside.add(answer);
      try {
        return await answer;
      } finally {
        inside.delete(answer);
      }
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

/** A request that makes a token of this name. */
function postToken(name: string, { version = 'HTTP/1.1', headers = 'Host: a\r\n' } = {}): string {
  const body = JSON.stringify({ name, scopes: ['read:tokens'] });
  const framing = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  return `POST /api/v1/tokens ${version}\r\n${headers}${authorization()}${framing}\r\n${body}`;
}

/** How many tokens of this name there are. */
async function countTokens(name: string): Promise<number> {
  const rows = await database.kysely.selectFrom('tokens').select('id').where('name', '=', name).execute();
  return rows.length;
}

/** The bodies of answers that have one, in their order. */
function bodiesOf(answer: string): { readonly instance?: string; readonly name?: string }[] {
  return answer
    .split(/(?=HTTP\/1\.1 \d)/)
    .map((one) => one.slice(one.indexOf('\r\n\r\n') + 4))
    .map((body) => JSON.parse(body));
}

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

  const compressed: readonly (readonly [string, (plain: Buffer) => Buffer])[] = [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['gzip, gzip', (plain) => gzipSync(gzipSync(plain))],
  ];

  const rename = (body: Buffer, headers: Readonly<Record<string, string>>) =>
    fetch(`${listener.url}/api/v1/organizations/me`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${admin.token}`,
        'content-type': 'application/json',
        ...headers,
      },
      body,
    });

  test.each(compressed)(
    'H-14: a body in %s is 415 and changes nothing; the same as it is, is taken',
    async (encoding, compress) => {
      const name = `H-14 ${encoding}`;
      const plain = Buffer.from(JSON.stringify({ name }));
      const call = callerOf(fetch, admin.token, listener.url);
      const refused = await rename(compress(plain), { 'content-encoding': encoding });
      expect([refused.status, await refused.text()]).toEqual([
        415,
        expect.stringContaining('unsupported-media-type'),
      ]);
      expect((await call('GET', '/organizations/me')).body.name).not.toBe(name);
      expect((await rename(plain, {})).status).toBe(200);
      expect((await call('GET', '/organizations/me')).body.name).toBe(name);
    },
  );

  test('H-14: 60 bombs of 64 MB at once are refused without the memory to unpack one in ten', async () => {
    const bomb = gzipSync(Buffer.alloc(64_000_000, ' '));
    const before = process.resourceUsage().maxRSS;
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => rename(bomb, { 'content-encoding': 'gzip' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([415]));
    const grownKilobytes = process.resourceUsage().maxRSS - before;
    expect(grownKilobytes).toBeLessThan(6 * 64_000);
  });

  test('H-14: a compressed transfer is refused, and the connection closed', async () => {
    const packed = gzipSync(Buffer.from('{"name":"H-14"}')).toString('latin1');
    const chunk = `${packed.length.toString(16)}\r\n${packed}\r\n0\r\n\r\n`;
    const head = 'Content-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n';
    const request = `PATCH /api/v1/organizations/me HTTP/1.1\r\nHost: a\r\n${authorization()}${head}Connection: close\r\n\r\n${chunk}`;
    expect(statusesOf(await exchange(request))).toEqual(['400']);
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
  test('H-10: 100 requests at once, every tenth a write, are answered in their order and done once', async () => {
    const turns = Array.from({ length: 100 }, (_, turn) => turn);
    const nameOf = (turn: number) => `H-10 pipelined ${turn}`;
    const isWrite = (turn: number) => turn % 10 === 0;
    const requests = turns.map((turn) =>
      isWrite(turn) ? postToken(nameOf(turn)) : get(`/api/v1/test-flows/${turn}`, authorization()),
    );
    const last = get('/api/v1/test-flows/last', `${authorization()}Connection: close\r\n`);
    const bodies = bodiesOf(await exchange(requests.join('') + last));
    expect(bodies.map(({ instance, name }) => name ?? instance)).toEqual([
      ...turns.map((turn) => (isWrite(turn) ? nameOf(turn) : `/api/v1/test-flows/${turn}`)),
      '/api/v1/test-flows/last',
    ]);
    for (const turn of turns.filter(isWrite)) expect(await countTokens(nameOf(turn))).toBe(1);
  });

  test('H-10: what comes behind a request that closes the connection is not done', async () => {
    const first = get('/health/live', 'Connection: close\r\n');
    const statuses = statusesOf(await exchange(first + postToken('H-10 behind')));
    // The second is seen while the first is answered, or not at all.
    expect([['200'], ['400']]).toContainEqual(statuses);
    expect(await countTokens('H-10 behind')).toBe(0);
  });

  test('H-10: one that is closed for writing gets its answers, and is closed then', async () => {
    const socket = open();
    socket.end(get('/api/v1/users/me', authorization()) + postToken('H-10 half-closed'), 'latin1');
    expect(statusesOf(await text(socket))).toEqual(['200', '201']);
    expect(await countTokens('H-10 half-closed')).toBe(1);
  });

  test('H-10: one that is closed for writing within a request is 400 and closed, with nothing done', async () => {
    for (const missing of [1, 40, 200]) {
      const socket = open();
      socket.end(postToken('H-10 half a request').slice(0, -missing), 'latin1');
      expect(statusesOf(await text(socket))).toEqual(['400']);
    }
    expect(await countTokens('H-10 half a request')).toBe(0);
  });

  test('H-10: one that is closed for writing without a word is closed', async () => {
    const socket = open();
    socket.end();
    expect(await text(socket)).toBe('');
  });

  test('H-10: one that is reset in the middle of a body leaves nothing behind', async () => {
    const before = taken;
    for (let turn = 0; turn < 20; turn += 1) {
      const socket = open();
      const request = postToken('H-10 reset').slice(0, -5);
      await new Promise<void>((resolve) => socket.write(request, 'latin1', () => resolve()));
      // Only when the request has begun there is a middle.
      while (taken === before + turn) await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    }
    await Promise.allSettled(inside);
    expect(inside.size).toBe(0);
    expect(await countTokens('H-10 reset')).toBe(0);
    const answer = await exchange(postToken('H-10 reset') + get('/nothing', 'Connection: close\r\n'));
    expect(statusesOf(answer)).toEqual(['201', '404']);
  });

  test('H-10: HTTP/1.0 without a host is answered in one piece and closed', async () => {
    const requests = [
      `GET /api/v1/users/me HTTP/1.0\r\n${authorization()}\r\n`,
      postToken('H-10 old', { version: 'HTTP/1.0', headers: '' }),
    ];
    for (const request of requests) {
      const answer = await exchange(request);
      expect(answer).toMatch(/^HTTP\/1\.[01] 20[01] /);
      expect(answer).not.toMatch(/^transfer-encoding:/im);
      expect(bodiesOf(answer)).toEqual([expect.objectContaining({ id: expect.any(String) })]);
    }
    expect(await countTokens('H-10 old')).toBe(1);
  });

  test.each([
    ['http://a/api/v1/test-flows/whole?x=1', 'Host: a'],
    ['HTTP://a:80/api/v1/test-flows/whole', 'Host: a'],
    ['http://elsewhere.example/api/v1/test-flows/whole', 'Host: a'],
    ['http://a/api/v1/../v1/test-flows/whole', 'Host: a'],
  ])('H-10: the target %s is the path in it', async (target, host) => {
    const request = `GET ${target} HTTP/1.1\r\n${host}\r\n${authorization()}Connection: close\r\n\r\n`;
    expect(bodiesOf(await exchange(request))).toMatchObject([{ instance: '/api/v1/test-flows/whole' }]);
  });

  test.each(['http://', 'http://a:99999/', 'ftp://a/api/v1/users/me', 'a:80', '*', 'http:\\\\a\\b'])(
    'H-10: the target %s is 400, and reaches no operation',
    async (target) => {
      const before = taken;
      const request = `GET ${target} HTTP/1.1\r\nHost: a\r\n${authorization()}Connection: close\r\n\r\n`;
      expect(statusesOf(await exchange(request))).toEqual(['400']);
      expect(taken).toBe(before);
    },
  );

  test.each([
    ['no host', ''],
    ['two hosts', 'Host: a\r\nHost: b\r\n'],
    ['the same host twice', 'Host: a\r\nhost: a\r\n'],
    ['a host that is none', 'Host: a/b\r\n'],
    ['a host with a password', 'Host: a@b\r\n'],
  ])('H-10: HTTP/1.1 with %s is 400 and closed, with nothing done', async (name, hosts) => {
    const before = taken;
    const answer = await exchange(postToken(`H-10 ${name}`, { headers: hosts }));
    expect(statusesOf(answer)).toEqual(['400']);
    expect(taken).toBe(before);
    expect(await countTokens(`H-10 ${name}`)).toBe(0);
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
