import type { IdempotencyContract, OperationContract } from '@plumbline/runtime/contract';
import type { AnyHandlers, HandlerRequest, Server } from '@plumbline/runtime/server';
import {
  createMemoryIdempotencyStore,
  createMemoryRateLimitStore,
  createServer,
  ProblemError,
} from '@plumbline/runtime/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { ask } from './support/ask.ts';
import {
  BEARER,
  behaviours,
  content,
  contractOf,
  header,
  json,
  operation,
  parameter,
  response,
} from './support/contract.ts';

const IDEMPOTENCY: IdempotencyContract = {
  key: { message: 'request', in: 'header', name: 'Idempotency-Key' },
  windowMs: 3_600_000,
  scope: ['tenant', 'principal', 'operation', 'path'],
  marker: { message: 'response', in: 'header', name: 'Idempotency-Replayed' },
  mismatch: '409',
  concurrent: '409',
  notStored: ['400', '401', '403', '429', '5XX'],
};

/** What the handler does to the world, once for each execution. */
let effects: string[] = [];
let now = 0;
/** Tokens that are good; the tests take them away. */
let tokens = new Set<string>();

beforeEach(() => {
  effects = [];
  now = 0;
  tokens = new Set(['a.x', 'a.y', 'b.x']);
});

interface Setup {
  readonly idempotency?: Partial<IdempotencyContract>;
  readonly operation?: Partial<OperationContract>;
  /** Keeps handlers waiting. */
  readonly gate?: () => Promise<void>;
  readonly leaseMs?: number;
}

function serverOf({ idempotency, operation: rest, gate, leaseMs = 60_000 }: Setup = {}): Server {
  const shared: Partial<OperationContract> = {
    method: 'POST',
    security: [{ schemes: [{ name: 'token', scopes: ['write'] }] }],
    parameters: [
      parameter('header', 'Idempotency-Key', { type: 'string', maxLength: 3 }),
      parameter('query', 'q', { type: 'string' }),
    ],
    requestBody: {
      required: true,
      content: [
        json({ type: 'object', properties: { name: { type: 'string' }, answer: { type: 'integer' } } }),
      ],
    },
    responses: [
      response('201', [json({}), content('text/csv')], [header('Location', { type: 'string' }, false)]),
      response('default', [content('application/problem+json')]),
    ],
    behaviours: behaviours({
      idempotency: { ...IDEMPOTENCY, ...idempotency },
      rateLimit: {
        policies: [{ name: 'all', quota: 1000, windowMs: 60_000, partition: 'tenant' }],
        cost: 1,
        headersOn: 'authenticated',
        remaining: { message: 'response', in: 'header', name: 'X-Left' },
        status: '429',
      },
    }),
    ...rest,
  };
  const operations = [
    operation('create', shared),
    operation('createIn', {
      ...shared,
      path: '/rooms/{room}/things',
      parameters: [parameter('path', 'room', { type: 'string' })],
    }),
    operation('list', { method: 'GET' }),
  ];
  const create = async (request: HandlerRequest) => {
    const { answer, name } = request.body as { answer?: number; name?: string };
    await gate?.();
    effects.push(name ?? '');
    if (answer === 500) throw new Error('boom');
    if (answer !== undefined && answer >= 400) throw new ProblemError({ status: answer, type: 'refused' });
    if (name === 'stream') {
      return {
        status: 201,
        contentType: 'text/csv',
        body: new Blob(['a,', String(effects.length)]).stream(),
      };
    }
    return {
      status: 201,
      body: { number: effects.length },
      headers: { Location: `/things/${effects.length}` },
    };
  };
  const handlers: AnyHandlers = { create, createIn: create, list: () => ({ status: 200, body: [] }) };
  const security = {
    token: ({ token }: { token: string }) => {
      const [tenant = '', id = ''] = token.split('.');
      return tokens.has(token)
        ? { tenant, id, scopes: tokens.has('noscope') ? [] : ['write'], roles: [] }
        : null;
    },
  };
  return createServer(contractOf(operations, [BEARER]), handlers, {
    ...({ security } as object),
    idempotency: { store: createMemoryIdempotencyStore({ now: () => now, leaseMs }) },
    rateLimit: { store: createMemoryRateLimitStore({ now: () => now }), addressOf: () => '' },
    onError: () => undefined,
  });
}

interface Sent {
  readonly key?: string;
  readonly token?: string;
  readonly path?: string;
}

async function post(server: Server, body: unknown, { key, token = 'a.x', path = '/things' }: Sent = {}) {
  const answer = await ask(server, `POST ${path}`, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
  });
  return {
    ...answer,
    replayed: answer.headers.get('idempotency-replayed'),
    location: answer.headers.get('location'),
  };
}

const BODY = { name: 'lamp' };

describe('the same key and body', () => {
  test('give the stored answer and one effect', async () => {
    const server = serverOf();
    const first = await post(server, BODY, { key: 'k' });
    const second = await post(server, BODY, { key: 'k' });
    expect(first).toMatchObject({ status: 201, replayed: null, location: '/things/1', body: { number: 1 } });
    expect(second).toMatchObject({ status: 201, replayed: 'true', location: '/things/1', text: first.text });
    expect(effects).toEqual(['lamp']);
  });

  test('have the rate limit and request id of their own exchange', async () => {
    const server = serverOf();
    const first = await post(server, BODY, { key: 'k' });
    const second = await post(server, BODY, { key: 'k' });
    expect([first, second].map(({ headers }) => headers.get('x-left'))).toEqual(['999', '998']);
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  });

  test('replay a streamed answer too', async () => {
    const server = serverOf();
    const first = await post(server, { name: 'stream' }, { key: 'k' });
    const second = await post(server, { name: 'stream' }, { key: 'k' });
    expect(first.text).toBe('a,1');
    expect(second).toMatchObject({ text: 'a,1', replayed: 'true' });
  });

  test('give one effect when 20 come at once', async () => {
    const { promise, resolve: open } = Promise.withResolvers<void>();
    const server = serverOf({ gate: () => promise });
    const { promise: refusedAll, resolve: endRefused } = Promise.withResolvers<void>();
    const refused: Awaited<ReturnType<typeof post>>[] = [];
    const all = Array.from({ length: 20 }, async () => {
      const answer = await post(server, BODY, { key: 'k' });
      if (answer.status === 409 && refused.push(answer) === 19) endRefused();
      return answer.status;
    });
    await refusedAll;
    expect(refused[0]).toMatchObject({ body: { type: 'urn:problem-type:idempotency-key-conflict' } });
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    open();
    expect((await Promise.all(all)).filter((status) => status === 201)).toHaveLength(1);
    expect((await post(server, BODY, { key: 'k' })).replayed).toBe('true');
    expect(effects).toEqual(['lamp']);
  });

  test('wait for the first where the description says so', async () => {
    const { promise, resolve: open } = Promise.withResolvers<void>();
    const server = serverOf({ gate: () => promise, idempotency: { concurrent: 'wait' } });
    const all = Array.from({ length: 20 }, () => post(server, BODY, { key: 'k' }));
    open();
    const answers = await Promise.all(all);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(answers.filter(({ replayed }) => replayed === 'true')).toHaveLength(19);
    expect(effects).toEqual(['lamp']);
  });

  test('run again when the window is over', async () => {
    const server = serverOf();
    await post(server, BODY, { key: 'k' });
    now = 3_599_999;
    expect((await post(server, BODY, { key: 'k' })).replayed).toBe('true');
    now = 3_600_000;
    expect(await post(server, BODY, { key: 'k' })).toMatchObject({ replayed: null, body: { number: 2 } });
  });
});

describe('the same key with something else', () => {
  test.each([
    { name: 'another body', body: { name: 'chair' }, sent: {} },
    { name: 'the same body in other bytes', body: '{ "name": "lamp" }', sent: {} },
    { name: 'another query', body: BODY, sent: { path: '/things?q=1' } },
  ])('$name is 409 and leaves the first answer alone', async ({ body, sent }) => {
    const server = serverOf();
    await post(server, BODY, { key: 'k' });
    const other = await post(server, body, { key: 'k', ...sent });
    expect(other).toMatchObject({ status: 409, body: { type: 'urn:problem-type:idempotency-key-conflict' } });
    expect(other.headers.get('retry-after')).toBeNull();
    expect((await post(server, BODY, { key: 'k' })).replayed).toBe('true');
    expect(effects).toEqual(['lamp']);
  });

  test.each([
    { name: 'another user', sent: { token: 'a.y' } },
    { name: 'another tenant', sent: { token: 'b.x' } },
    { name: 'another path', sent: { path: '/rooms/1/things' } },
    { name: 'another key', sent: { key: 'l' } },
  ])('$name is independent', async ({ sent }) => {
    const server = serverOf();
    await post(server, BODY, { key: 'k' });
    expect(await post(server, BODY, { key: 'k', ...sent })).toMatchObject({ status: 201, replayed: null });
    expect(effects).toHaveLength(2);
  });

  test('two values of a path parameter are independent', async () => {
    const server = serverOf();
    await post(server, BODY, { key: 'k', path: '/rooms/1/things' });
    expect((await post(server, BODY, { key: 'k', path: '/rooms/2/things' })).replayed).toBeNull();
  });

  test('is replayed where the description says so', async () => {
    const server = serverOf({ idempotency: { mismatch: 'replay' } });
    await post(server, BODY, { key: 'k' });
    expect(await post(server, { name: 'chair' }, { key: 'k' })).toMatchObject({
      status: 201,
      replayed: 'true',
    });
  });

  test('has the status that the description gives it', async () => {
    const server = serverOf({ idempotency: { mismatch: '422' } });
    await post(server, BODY, { key: 'k' });
    expect((await post(server, { name: 'chair' }, { key: 'k' })).status).toBe(422);
  });
});

describe('which answers are kept', () => {
  test.each([
    { answer: 404, kept: true },
    { answer: 409, kept: true },
    { answer: 400, kept: false },
    { answer: 403, kept: false },
    { answer: 500, kept: false },
    { answer: 503, kept: false },
  ])('a handler that answers $answer: $kept', async ({ answer, kept }) => {
    const server = serverOf();
    const first = await post(server, { answer }, { key: 'k' });
    const second = await post(server, { answer }, { key: 'k' });
    expect([first.status, second.status]).toEqual([answer, answer]);
    expect(second.replayed).toBe(kept ? 'true' : null);
    expect(effects).toHaveLength(kept ? 1 : 2);
  });

  test('a request that never reached the handler leaves its key free', async () => {
    const server = serverOf();
    expect((await post(server, { name: 7 }, { key: 'k' })).status).toBe(400);
    expect(await post(server, BODY, { key: 'k' })).toMatchObject({ status: 201, replayed: null });
  });
});

describe('a replay', () => {
  test('goes through authentication and scopes again', async () => {
    const server = serverOf();
    await post(server, BODY, { key: 'k' });
    tokens.add('noscope');
    expect(await post(server, BODY, { key: 'k' })).toMatchObject({ status: 403, replayed: null });
    tokens.clear();
    expect(await post(server, BODY, { key: 'k' })).toMatchObject({ status: 401, replayed: null });
  });
});

describe('a key', () => {
  test.each([
    { name: 'empty', key: '' },
    { name: 'of 256 characters', key: 'x'.repeat(256) },
    { name: 'outside of ASCII', key: 'schlüssel' },
    { name: 'with a blank', key: 'a b' },
    { name: 'sent twice', key: 'a, b' },
    { name: 'of quotes only', key: '""' },
  ])('$name is 400', async ({ key }) => {
    const answer = await post(serverOf(), BODY, { key });
    // Two quotes are a key of two visible characters: the draft's empty string is not asked for.
    expect(answer.status).toBe(key === '""' ? 201 : 400);
    if (key !== '""') expect(answer.body).toMatchObject({ type: 'urn:problem-type:invalid-idempotency-key' });
  });

  test('may have 255 characters, whatever the schema of its header says', async () => {
    expect((await post(serverOf(), BODY, { key: 'x'.repeat(255) })).status).toBe(201);
  });

  test('means the same with and without the quotes of the draft', async () => {
    const server = serverOf();
    await post(server, BODY, { key: 'abc' });
    expect((await post(server, BODY, { key: '"abc"' })).replayed).toBe('true');
  });

  test('is ignored on an operation that is not declared idempotent', async () => {
    const headers = { 'idempotency-key': 'not a usable key' };
    expect((await ask(serverOf(), 'GET /things', { headers })).status).toBe(200);
  });

  test('is not needed', async () => {
    const server = serverOf();
    await post(server, BODY);
    await post(server, BODY);
    expect(effects).toHaveLength(2);
  });

  test('is free again when its holder outlives the lease, whose late answer is not kept', async () => {
    const { promise: started, resolve: start } = Promise.withResolvers<void>();
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const gates = [
      () => {
        start();
        return opened;
      },
    ];
    const server = serverOf({ gate: async () => gates.shift()?.() });
    const first = post(server, BODY, { key: 'k' });
    await started;
    now = 59_999;
    expect((await post(server, BODY, { key: 'k' })).status).toBe(409);
    now = 60_000;
    expect((await post(server, BODY, { key: 'k' })).body).toEqual({ number: 1 });
    open();
    expect((await first).body).toEqual({ number: 2 });
    expect((await post(server, BODY, { key: 'k' })).body).toEqual({ number: 1 });
  });
});

test('a thousand keys more than there is room for push out the oldest answers', async () => {
  const store = createMemoryIdempotencyStore({ now: () => 0, maxEntries: 1000 });
  const run = (key: string) =>
    store.run(
      { scope: '', key, fingerprint: '', windowMs: 1000, whileRunning: 'refuse', keeps: () => true },
      undefined,
      async () => ({ status: 201, headers: {}, body: key }),
    );
  for (let n = 0; n < 2000; n++) await run(`k${n}`);
  expect((await run('k1999')).kind).toBe('replayed');
  expect((await run('k0')).kind).toBe('fresh');
});

test('a server is not made without a store or a clear no', () => {
  const one = operation('one', { method: 'POST', behaviours: behaviours({ idempotency: IDEMPOTENCY }) });
  const handlers: AnyHandlers = { one: () => ({ status: 200, body: {} }) };
  expect(() => createServer(contractOf([one]), handlers, {})).toThrow('"one" is declared idempotent.');
  expect(() => createServer(contractOf([one]), handlers, { idempotency: false })).not.toThrow();
});
