import type { OperationContract, SecuritySchemeContract, TypedContract } from '@plumbline/runtime/contract';
import type {
  AnyHandlers,
  ApiKeyCredentials,
  BasicCredentials,
  BearerCredentials,
  HandlerRequest,
  Principal,
  Server,
} from '@plumbline/runtime/server';
import { createServer, ProblemError } from '@plumbline/runtime/server';
import { describe, expect, test } from 'vitest';
import { ask } from './support/ask.ts';
import { behaviours, contractOf, operation } from './support/contract.ts';

const SCHEMES: readonly SecuritySchemeContract[] = [
  {
    name: 'token',
    type: 'http',
    scheme: 'bearer',
    scopes: [
      { name: 'read', implies: [] },
      { name: 'write', implies: ['read'] },
      { name: 'own', implies: ['write'] },
      { name: 'users', implies: [], role: 'admin' },
    ],
  },
  { name: 'login', type: 'http', scheme: 'basic', scopes: [] },
  { name: 'headerKey', type: 'apiKey', in: 'header', parameterName: 'X-Key', scopes: [] },
  { name: 'queryKey', type: 'apiKey', in: 'query', parameterName: 'key', scopes: [] },
  { name: 'cookieKey', type: 'apiKey', in: 'cookie', parameterName: 'session', scopes: [] },
];

const ADA: Principal = { id: 'ada', tenant: 'acme', scopes: ['read'], roles: ['member'] };
let seen: string[] = [];

const security = {
  token: async ({ token }: BearerCredentials): Promise<Principal | null> => {
    seen.push(token);
    if (token === 'busy')
      throw new ProblemError({ status: 429, type: 'too-many-guesses', headers: { 'Retry-After': 7 } });
    if (token === 'broken') throw new Error('the database is gone: password=hunter2');
    const [scope, role] = token.split('.');
    return scope === 'bad' ? null : { ...ADA, scopes: [scope ?? ''], roles: [role ?? 'member'] };
  },
  login: ({ username, password }: BasicCredentials) =>
    password === 'pässword' ? { ...ADA, id: username } : null,
  headerKey: ({ key }: ApiKeyCredentials) => (key === 'k' ? ADA : null),
  queryKey: ({ key }: ApiKeyCredentials) => (key === 'k' ? ADA : null),
  cookieKey: ({ key }: ApiKeyCredentials) => (key === 'k' ? ADA : null),
};

function requirement(...schemes: (string | [string, ...string[]])[]) {
  return {
    schemes: schemes.map((one) =>
      typeof one === 'string' ? { name: one, scopes: [] } : { name: one[0], scopes: one.slice(1) },
    ),
  };
}

function serverOf(rest: Partial<OperationContract>): Server {
  const contract: TypedContract<AnyHandlers, typeof security> = contractOf(
    [operation('only', rest)],
    SCHEMES,
  );
  const handlers: AnyHandlers = {
    only: (_request: HandlerRequest, context: { principal: Principal | null }) => ({
      status: 200,
      body: { id: context.principal?.id ?? null },
    }),
  };
  return createServer(contract, handlers, { security, onError: () => undefined });
}

function authorization(value: string): RequestInit {
  return { headers: { authorization: value } };
}

describe('bearer tokens', () => {
  const server = serverOf({ security: [requirement(['token', 'read'])] });

  test('let the caller in, whatever the case of the scheme', async () => {
    expect((await ask(server, 'GET /things', authorization('Bearer read'))).status).toBe(200);
    expect((await ask(server, 'GET /things', authorization('bEARER   read'))).status).toBe(200);
  });

  test.each([
    undefined,
    'Bearer',
    'Bearer bad',
    'Bearer a b',
    'Bearer read, Bearer read',
    'Basic cmVhZA==',
    'read',
    'Bearer\tread',
    'Bearer ää',
    `Bearer ${'x'.repeat(10_000)}`,
  ])('answer 401 with a challenge for %s', async (value) => {
    const answer = await ask(server, 'GET /things', value === undefined ? {} : authorization(value));
    expect(answer).toMatchObject({ status: 401, body: { type: 'urn:problem-type:unauthorized' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="Test"/);
  });

  test('that were sent and are not good are told so, without other words than those for none', async () => {
    const none = await ask(server, 'GET /things');
    const bad = await ask(server, 'GET /things', authorization('Bearer bad'));
    expect(none.headers.get('www-authenticate')).toBe('Bearer realm="Test"');
    expect(bad.headers.get('www-authenticate')).toBe('Bearer realm="Test", error="invalid_token"');
    const { detail } = none.body as { detail: string }; // as the frame writes every problem
    expect(bad.body).toMatchObject({ detail });
    expect(detail).not.toBe('');
  });

  test('reach the handler of their scheme only when they can be tokens', async () => {
    seen = [];
    await ask(server, 'GET /things', authorization(`Bearer ${'x'.repeat(10_000)}`));
    await ask(server, 'GET /things', authorization('Bearer a, Bearer b'));
    await ask(server, 'GET /things?access_token=read&token=read');
    expect(seen).toEqual([]);
  });

  test('answer what their handler throws as a problem', async () => {
    const answer = await ask(server, 'GET /things', authorization('Bearer busy'));
    expect(answer).toMatchObject({ status: 429, body: { type: 'urn:problem-type:too-many-guesses' } });
    expect(answer.headers.get('retry-after')).toBe('7');
  });

  test('answer 500 without a word of it for anything else their handler throws', async () => {
    const answer = await ask(server, 'GET /things', authorization('Bearer broken'));
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('hunter2');
  });
});

describe('scopes and roles', () => {
  test.each([
    { needs: 'read', has: 'read', status: 200 },
    { needs: 'read', has: 'write', status: 200 },
    { needs: 'read', has: 'own', status: 200 },
    { needs: 'write', has: 'read', status: 403 },
    { needs: 'write', has: 'users.admin', status: 403 },
    { needs: 'users', has: 'users.admin', status: 200 },
    { needs: 'users', has: 'users.member', status: 403 },
  ])('a token with $has answers $status where $needs is needed', async ({ needs, has, status }) => {
    const server = serverOf({ security: [requirement(['token', needs])] });
    expect((await ask(server, 'GET /things', authorization(`Bearer ${has}`))).status).toBe(status);
  });

  test('the scope is named before the role', async () => {
    const server = serverOf({
      security: [requirement(['token', 'write'])],
      behaviours: behaviours({ roles: ['admin', 'owner'] }),
    });
    expect(await ask(server, 'GET /things', authorization('Bearer read'))).toMatchObject({
      body: { type: 'urn:problem-type:insufficient-scope', detail: 'This operation needs the scope write.' },
    });
    expect(await ask(server, 'GET /things', authorization('Bearer write'))).toMatchObject({
      body: {
        type: 'urn:problem-type:insufficient-role',
        detail: 'This operation needs the role admin or owner.',
      },
    });
    expect((await ask(server, 'GET /things', authorization('Bearer write.owner'))).status).toBe(200);
  });

  test('a malformed path is told only to who may ask', async () => {
    const server = serverOf({ security: [requirement(['token', 'write'])], path: '/things/{id}' });
    expect((await ask(server, 'GET /things/%ff', authorization('Bearer read'))).status).toBe(403);
  });
});

describe('other schemes', () => {
  const everything = serverOf({
    security: [
      requirement('login'),
      requirement('headerKey'),
      requirement('queryKey'),
      requirement('cookieKey'),
    ],
  });
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  test.each([
    { name: 'basic', line: 'GET /things', init: authorization(basic('bob:pässword')), id: 'bob' },
    { name: 'a key in a header', line: 'GET /things', init: { headers: { 'x-key': 'k' } }, id: 'ada' },
    { name: 'a key in the query', line: 'GET /things?key=k', init: {}, id: 'ada' },
    {
      name: 'a key in a cookie',
      line: 'GET /things',
      init: { headers: { cookie: 'a=b; session=k' } },
      id: 'ada',
    },
  ])('$name lets the caller in', async ({ line, init, id }) => {
    expect(await ask(everything, line, init)).toMatchObject({ status: 200, body: { id } });
  });

  test.each([
    { name: 'basic that is not base64', line: 'GET /things', init: authorization('Basic !!') },
    { name: 'basic without a colon', line: 'GET /things', init: authorization(basic('bob')) },
    { name: 'a wrong password', line: 'GET /things', init: authorization(basic('bob:x')) },
    { name: 'a key sent twice', line: 'GET /things?key=k&key=k', init: {} },
    { name: 'an empty key', line: 'GET /things?key=', init: {} },
    { name: 'nothing', line: 'GET /things', init: {} },
  ])('$name answers 401', async ({ line, init }) => {
    const answer = await ask(everything, line, init);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      'Basic realm="Test", charset="UTF-8", ApiKey realm="Test", in="header", name="X-Key", ApiKey realm="Test", in="query", name="key", ApiKey realm="Test", in="cookie", name="session"',
    );
  });
});

describe('several requirements', () => {
  test('are alternatives, of which the one with enough scopes counts', async () => {
    const server = serverOf({ security: [requirement(['token', 'write']), requirement('headerKey')] });
    const headers = { authorization: 'Bearer read', 'x-key': 'k' };
    expect((await ask(server, 'GET /things', { headers })).status).toBe(200);
    expect((await ask(server, 'GET /things', authorization('Bearer read'))).status).toBe(403);
  });

  test('in one must hold together', async () => {
    const server = serverOf({ security: [requirement('token', 'headerKey')] });
    expect((await ask(server, 'GET /things', authorization('Bearer read'))).status).toBe(401);
    expect((await ask(server, 'GET /things', { headers: { 'x-key': 'k' } })).status).toBe(401);
    const both = { headers: { authorization: 'Bearer read', 'x-key': 'k' } };
    expect((await ask(server, 'GET /things', both)).status).toBe(200);
  });

  test('may admit anonymous callers, but not those whose credentials are bad', async () => {
    const server = serverOf({ security: [requirement(), requirement('token')] });
    expect(await ask(server, 'GET /things')).toMatchObject({ status: 200, body: { id: null } });
    expect(await ask(server, 'GET /things', authorization('Bearer read'))).toMatchObject({
      body: { id: 'ada' },
    });
    expect((await ask(server, 'GET /things', authorization('Bearer bad'))).status).toBe(401);
  });
});

test('a server is not made without a security handler that it needs', () => {
  const contract = contractOf([operation('only', { security: [requirement('token')] })], SCHEMES);
  const handlers: AnyHandlers = { only: () => ({ status: 200 }) };
  expect(() => createServer(contract, handlers, {})).toThrow('No handler for the security scheme "token".');
});
