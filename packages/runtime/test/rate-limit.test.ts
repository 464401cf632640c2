import type { OperationContract, RateLimitContract } from '@plumbline/runtime/contract';
import type { AnyHandlers, RateLimitOptions, RateLimitStore, Server } from '@plumbline/runtime/server';
import { createMemoryRateLimitStore, createServer } from '@plumbline/runtime/server';
import { describe, expect, test } from 'vitest';
import { ask } from './support/ask.ts';
import { BEARER, behaviours, contractOf, operation, parameter } from './support/contract.ts';

const LIMIT: RateLimitContract = {
  policies: [{ name: 'all', quota: 3, windowMs: 60_000, partition: 'tenant' }],
  cost: 1,
  headersOn: 'authenticated',
  limit: { message: 'response', in: 'header', name: 'X-RateLimit-Limit' },
  remaining: { message: 'response', in: 'header', name: 'X-RateLimit-Remaining' },
  reset: { message: 'response', in: 'header', name: 'X-RateLimit-Reset' },
  resetUnit: 'unix-seconds',
  retryAfter: { message: 'response', in: 'header', name: 'Retry-After' },
  status: '429',
};
const SECURED = [{ schemes: [{ name: 'token', scopes: ['read'] }] }];
const HEADERS = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'];

interface Setup extends Partial<RateLimitOptions> {
  readonly onError?: (error: unknown) => void;
  readonly limit?: Partial<RateLimitContract>;
  readonly operation?: Partial<OperationContract>;
}

/** Tokens are `<tenant>`, `<tenant>.<principal>`; the token `noscope` lacks the scope. */
function serverOf({ limit, operation: rest, onError, ...options }: Setup = {}): Server {
  const limited = operation('limited', {
    security: SECURED,
    behaviours: behaviours({ rateLimit: { ...LIMIT, ...limit } }),
    parameters: [parameter('query', 'n', { type: 'integer' })],
    ...rest,
  });
  const handlers: AnyHandlers = {
    limited: (request: { query: { n?: number } }) => {
      if (request.query.n === 500) throw new Error('boom');
      return { status: 200, body: {} };
    },
  };
  const security = {
    token: ({ token }: { token: string }) => {
      const [tenant = '', id = 'someone'] = token.split('.');
      return token === 'bad' ? null : { id, tenant, scopes: token === 'noscope' ? [] : ['read'], roles: [] };
    },
  };
  const store = createMemoryRateLimitStore({ now: () => 1_000_000 });
  return createServer(contractOf([limited], [BEARER]), handlers, {
    ...({ security } as object),
    rateLimit: { store, ...options },
    onError: onError ?? (() => undefined),
  });
}

async function call(server: Server, token: string, query = '') {
  const answer = await ask(server, `GET /things${query}`, { headers: { authorization: `Bearer ${token}` } });
  return {
    status: answer.status,
    headers: HEADERS.map((name) => answer.headers.get(name)),
    body: answer.body,
  };
}

describe('a fixed window', () => {
  test('counts down in the headers and ends in 429 with Retry-After', async () => {
    const server = serverOf();
    const answers = [
      await call(server, 'a'),
      await call(server, 'a'),
      await call(server, 'a'),
      await call(server, 'a'),
    ];
    expect(answers.map(({ status, headers }) => [status, ...headers])).toEqual([
      [200, '3', '2', '1020', null],
      [200, '3', '1', '1020', null],
      [200, '3', '0', '1020', null],
      [429, '3', '0', '1020', '20'],
    ]);
    expect(answers[3]?.body).toMatchObject({
      type: 'urn:problem-type:rate-limit-exceeded',
      detail: 'The 3 requests of this window are used up. Wait 20 seconds.',
    });
  });

  test('begins anew when it is over', async () => {
    let now = 1_000_000;
    const server = serverOf({ store: createMemoryRateLimitStore({ now: () => now }) });
    for (let n = 0; n < 4; n++) await call(server, 'a');
    now = 1_019_999;
    expect((await call(server, 'a')).headers).toEqual(['3', '0', '1020', '1']);
    now = 1_020_000;
    expect((await call(server, 'a')).headers).toEqual(['3', '2', '1080', null]);
  });

  test('lets exactly the quota through when all come at once', async () => {
    const store = createMemoryRateLimitStore({ now: () => 1_000_000 });
    const slow: RateLimitStore = { take: async (request) => store.take(request) };
    const server = serverOf({
      store: slow,
      limit: { policies: [{ ...LIMIT.policies[0], quota: 60 } as never] },
    });
    const answers = await Promise.all(Array.from({ length: 500 }, () => call(server, 'a')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(60);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(440);
  });

  test('is shared by the tenant and by no other', async () => {
    const server = serverOf();
    for (const user of ['x', 'y', 'z']) await call(server, `a.${user}`);
    expect((await call(server, 'a.x')).status).toBe(429);
    expect((await call(server, 'b.x')).status).toBe(200);
  });

  test('can belong to each principal', async () => {
    const server = serverOf({
      limit: { policies: [{ name: 'all', quota: 1, windowMs: 60_000, partition: 'principal' }] },
    });
    expect((await call(server, 'a.x')).status).toBe(200);
    expect((await call(server, 'a.y')).status).toBe(200);
    expect((await call(server, 'a.x')).status).toBe(429);
  });
});

describe('the headers', () => {
  test('stand on every authenticated answer and on no 401', async () => {
    const server = serverOf({ limit: { policies: [{ ...LIMIT.policies[0], quota: 100 } as never] } });
    expect(await call(server, 'a', '?n=x')).toMatchObject({
      status: 400,
      headers: ['100', '99', '1020', null],
    });
    expect(await call(server, 'noscope')).toMatchObject({
      status: 403,
      headers: ['100', '99', '1020', null],
    });
    expect(await call(server, 'a', '?n=500')).toMatchObject({
      status: 500,
      headers: ['100', '98', '1020', null],
    });
    expect(await call(server, 'bad')).toMatchObject({ status: 401, headers: [null, null, null, null] });
  });

  test.each([
    { headersOn: 'success', ok: true, badRequest: false },
    { headersOn: 'rejected', ok: false, badRequest: false },
    { headersOn: 'all', ok: true, badRequest: true },
  ] as const)('stand where the description has them: $headersOn', async ({ headersOn, ok, badRequest }) => {
    const server = serverOf({ limit: { headersOn } });
    expect((await call(server, 'a')).headers[0] !== null).toBe(ok);
    expect((await call(server, 'a', '?n=x')).headers[0] !== null).toBe(badRequest);
  });

  test.each([
    { resetUnit: 'unix-seconds', want: '1020' },
    { resetUnit: 'unix-millis', want: '1020000' },
    { resetUnit: 'seconds-left', want: '20' },
    { resetUnit: 'http-date', want: 'Thu, 01 Jan 1970 00:17:00 GMT' },
  ] as const)('tell the reset as $resetUnit', async ({ resetUnit, want }) => {
    expect((await call(serverOf({ limit: { resetUnit } }), 'a')).headers[2]).toBe(want);
  });
});

describe('a store that fails', () => {
  test('is answered 503: who cannot count does not answer', async () => {
    const seen: unknown[] = [];
    const failing: RateLimitStore = { take: () => Promise.reject(new Error('connection refused')) };
    const server = serverOf({ store: failing, onError: (error) => seen.push(error) });
    const answer = await call(server, 'a');
    expect(answer).toMatchObject({ status: 503, body: { type: 'urn:problem-type:service-unavailable' } });
    expect(answer.headers[3]).toBe('1');
    expect(JSON.stringify(answer.body)).not.toContain('refused');
    expect(seen).toEqual([new Error('connection refused')]);
  });

  test('or never answers is answered 503 within the bound', async () => {
    const hanging: RateLimitStore = { take: () => new Promise(() => undefined) };
    expect((await call(serverOf({ store: hanging, timeoutMs: 5 }), 'a')).status).toBe(503);
  });
});

describe('several policies', () => {
  const policies = [
    { name: 'paid', quota: 60, windowMs: 60_000, partition: 'tenant' },
    { name: 'free', quota: 10, windowMs: 60_000, partition: 'tenant' },
  ] as const;

  test('need somebody to choose', () => {
    expect(() => serverOf({ limit: { policies } })).toThrow('rateLimit.policyFor');
  });

  test('are chosen by the caller', async () => {
    const policyFor: RateLimitOptions['policyFor'] = (caller, all) =>
      all.find(({ name }) => name === (caller?.tenant === 'rich' ? 'paid' : 'free')) ?? policies[1];
    const server = serverOf({ limit: { policies }, policyFor });
    expect((await call(server, 'rich')).headers[0]).toBe('60');
    expect((await call(server, 'poor')).headers[0]).toBe('10');
  });
});

describe('operations without a caller', () => {
  const open = { security: [] };

  test('are counted by address', async () => {
    const addressOf = (request: Request) => request.headers.get('x-from') ?? '';
    const server = serverOf({ operation: open, addressOf, limit: { headersOn: 'all' } });
    const from = (address: string) => ask(server, 'GET /things', { headers: { 'x-from': address } });
    for (let n = 0; n < 3; n++) expect((await from('1.1.1.1')).status).toBe(200);
    expect((await from('1.1.1.1')).status).toBe(429);
    expect((await from('2.2.2.2')).status).toBe(200);
  });

  test('need to know where the address stands', () => {
    expect(() => serverOf({ operation: open })).toThrow('rateLimit.addressOf');
  });
});

test('a declared limit needs a store or a clear no', async () => {
  const limited = operation('limited', { behaviours: behaviours({ rateLimit: LIMIT }) });
  const handlers: AnyHandlers = { limited: () => ({ status: 200, body: {} }) };
  expect(() => createServer(contractOf([limited]), handlers, {})).toThrow('"limited" declares a rate limit.');
  expect(
    (await ask(createServer(contractOf([limited]), handlers, { rateLimit: false }), 'GET /things')).status,
  ).toBe(200);
});

test('the memory store forgets windows that have ended', () => {
  let now = 0;
  const store = createMemoryRateLimitStore({ now: () => now });
  const policy = { name: 'all', quota: 1, windowMs: 1000, partition: 'address' } as const;
  for (let n = 0; n < 25_000; n++) {
    now = n * 10;
    expect(store.take({ partition: `address:${n}`, policy, principal: null, cost: 1 })).toMatchObject({
      allowed: true,
    });
  }
  expect(store.take({ partition: 'address:24999', policy, principal: null, cost: 1 })).toMatchObject({
    allowed: false,
  });
});
