import { type KyselyPlugin, sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { type TokenScope, tokenScopes } from '../src/domain/token-request.ts';
import { createTokenSecret } from '../src/domain/token-secret.ts';
import { createTestIdentities, type TestIdentities } from '../src/seed/test-identities.ts';
import type { Database } from '../src/store/database.ts';
import { issueToken } from '../src/store/issue-token.ts';
import { callerOf, type Reply, slugOf } from './caller.ts';
import { openPostgres } from './databases.ts';

let database: Database;
let app: App;
let identities: TestIdentities;
const logged: string[] = [];

beforeAll(async () => {
  database = await openPostgres();
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  app = await createApp({ database, requestsPerMinute: 100_000, logger });
  identities = await createTestIdentities(database);
});

afterAll(async () => {
  await database.close();
});

const me = (token: string) => callerOf(app.fetch, token)('GET', '/users/me');

/** The headers of a request, as somebody else may write them. */
async function meWith(headers: Readonly<Record<string, string>>, query = ''): Promise<Response> {
  return app.fetch(new Request(`http://127.0.0.1/api/v1/users/me${query}`, { headers }));
}

describe('the secret', () => {
  test('T-1: is in the answer to its creation and in no other answer or log line', async () => {
    const admin = callerOf(app.fetch, identities.admin.token);
    const created = await admin('POST', '/tokens', { body: { name: 'T-1', scopes: ['read:profile'] } });
    const { token, id } = created.body;
    expect(token).toMatch(/^cvpat_[0-9A-Za-z]{40}$/);
    await me(token);
    const others = [await admin('GET', '/tokens?limit=100'), await admin('GET', `/tokens/${id}`)];
    const written = JSON.stringify(others.map(({ body }) => body)) + logged.join('\n');
    expect(written).toContain(id);
    expect(written).toContain(`cvpat_...${token.slice(-4)}`);
    expect(written).not.toContain(token);
    expect(logged.join('\n')).not.toContain('cvpat_');
  });

  test('T-2: a wrong checksum is 401 without a call to the database', async () => {
    let queries = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        queries += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const counted = {
      ...database,
      kysely: database.kysely.withPlugin(counting),
      shared: database.shared.withPlugin(counting),
    };
    const app = await createApp({ database: counted });
    const secret = identities.admin.token;
    const broken = secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0');
    queries = 0;
    expect((await callerOf(app.fetch, broken)('GET', '/users/me')).status).toBe(401);
    expect(queries).toBe(0);
    expect((await callerOf(app.fetch, secret)('GET', '/users/me')).status).toBe(200);
    expect(queries).toBeGreaterThan(0);
  });

  test('T-3: unknown, expired, revoked and malformed tokens are answered alike', async () => {
    const { admin } = identities;
    const owner = { organizationId: admin.organizationId, userId: admin.userId };
    const past = new Date(Date.now() - 1_000);
    const expired = await issueToken(database.kysely, owner, {
      name: 'past',
      scopes: tokenScopes,
      expiresAt: past,
    });
    const replies = await Promise.all([
      me(createTokenSecret()),
      me(expired),
      me(await revoked()),
      me('cvpat_x'),
    ]);
    const [first, ...rest] = replies.map(comparable);
    expect(first?.challenge).toContain('error="invalid_token"');
    expect(first).toMatchObject({ status: 401, type: 'unauthorized' });
    for (const reply of rest) expect(reply).toEqual(first);
  });

  async function revoked(): Promise<string> {
    const { token } = await identities.mint(tokenScopes);
    const call = callerOf(app.fetch, token);
    const [own] = (await call('GET', '/tokens')).body;
    expect((await call('DELETE', `/tokens/${own.id}`)).status).toBe(204);
    return token;
  }

  function comparable(reply: Reply) {
    const { requestId, ...body } = reply.body;
    const limits = [...reply.headers.keys()].filter((name) => name.startsWith('x-ratelimit'));
    const challenge = reply.headers.get('www-authenticate');
    return {
      status: reply.status,
      type: slugOf(reply),
      body,
      limits,
      challenge,
      hasId: requestId !== undefined,
    };
  }

  test('401 has no rate-limit headers and says how to authenticate', async () => {
    const reply = await me(createTokenSecret());
    expect([...reply.headers.keys()].some((name) => name.startsWith('x-ratelimit'))).toBe(false);
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer( |$)/);
    const none = await meWith({});
    expect(await none.json()).toMatchObject({ detail: reply.body.detail });
    expect(none.headers.get('www-authenticate')).not.toContain('error=');
  });
});

describe('T-4: takes effect with the next request on every server', () => {
  test('expiry', async () => {
    const { token } = await identities.mint(tokenScopes);
    expect((await me(token)).status).toBe(200);
    await database.kysely
      .updateTable('tokens')
      .set({ expires_at: sql<Date>`now()` })
      .where('preview', '=', `cvpat_...${token.slice(-4)}`)
      .execute();
    expect((await me(token)).status).toBe(401);
  });

  test('removal of the owner from the organization', async () => {
    const { token, userId } = await identities.mint(tokenScopes);
    expect((await me(token)).status).toBe(200);
    await database.kysely.deleteFrom('members').where('user_id', '=', userId).execute();
    expect((await me(token)).status).toBe(401);
  });

  test('a lower role of the owner', async () => {
    const { token, userId } = await identities.mint(tokenScopes);
    const call = callerOf(app.fetch, token);
    expect((await call('PATCH', '/organizations/me', { body: { name: 'T-4' } })).status).toBe(200);
    await database.kysely
      .updateTable('members')
      .set({ role: 'collaborator' })
      .where('user_id', '=', userId)
      .execute();
    expect(slugOf(await call('PATCH', '/organizations/me', { body: { name: 'T-4' } }))).toBe(
      'insufficient-role',
    );
  });
});

interface ScopedCall {
  readonly method: string;
  readonly path: string;
  readonly scope: TokenScope;
  readonly body?: unknown;
}

const nobody = '6f1c2a34-8b7d-4e5f-9a0b-1c2d3e4f5a6b';

/** The scope of each operation, in the description's words. */
const scopedCalls: readonly ScopedCall[] = [
  { method: 'GET', path: '/organizations/me', scope: 'read:organization' },
  { method: 'PATCH', path: '/organizations/me', scope: 'write:organization', body: { name: 'T-5' } },
  { method: 'GET', path: '/organizations/me/usage', scope: 'read:organization' },
  { method: 'GET', path: '/organizations/me/statistics', scope: 'read:organization' },
  { method: 'GET', path: '/organizations/me/trial', scope: 'read:organization' },
  { method: 'GET', path: '/users/me', scope: 'read:profile' },
  { method: 'GET', path: '/tokens', scope: 'read:tokens' },
  {
    method: 'POST',
    path: '/tokens',
    scope: 'manage:tokens',
    body: { name: 'T-5', scopes: ['manage:tokens'] },
  },
  { method: 'GET', path: `/tokens/${nobody}`, scope: 'read:tokens' },
  { method: 'DELETE', path: `/tokens/${nobody}`, scope: 'manage:tokens' },
  { method: 'PATCH', path: `/team/invites/${nobody}/accept`, scope: 'write:profile' },
  { method: 'DELETE', path: '/team/members/me', scope: 'write:profile' },
];

describe('scopes', () => {
  test.each(scopedCalls)('T-5: $method $path passes with $scope and no other scope', async (scoped) => {
    const { method, path, scope: needed, body } = scoped;
    for (const scope of tokenScopes) {
      const { token } = await identities.mint([scope]);
      const reply = await callerOf(app.fetch, token)(method, path, body === undefined ? {} : { body });
      if (scope === needed) expect(reply.status, scope).not.toBe(403);
      else expect([reply.status, slugOf(reply)], scope).toEqual([403, 'insufficient-scope']);
    }
  });

  test('T-6: a token cannot make one with more', async () => {
    const { token } = await identities.mint(['manage:tokens', 'read:tokens']);
    const call = callerOf(app.fetch, token);
    const more = await call('POST', '/tokens', {
      body: { name: 'T-6', scopes: ['read:tokens', 'read:profile'] },
    });
    expect(slugOf(more)).toBe('scope-escalation');
    expect(more.body.detail).toContain('read:profile');
    const same = await call('POST', '/tokens', {
      body: { name: 'T-6', scopes: ['read:tokens', 'manage:tokens'] },
    });
    expect(same.status).toBe(201);
  });

  test('T-6: a collaborator cannot make one that manages users', async () => {
    const call = callerOf(app.fetch, identities.collaborator.token);
    const reply = await call('POST', '/tokens', { body: { name: 'T-6', scopes: ['manage:users'] } });
    expect([reply.status, slugOf(reply)]).toEqual([403, 'insufficient-role']);
  });

  test('O-7: a collaborator cannot change the organization', async () => {
    const call = callerOf(app.fetch, identities.collaborator.token);
    const reply = await call('PATCH', '/organizations/me', { body: { name: 'O-7' } });
    expect([reply.status, slugOf(reply)]).toEqual([403, 'insufficient-role']);
  });
});

describe('the way a token is sent', () => {
  const token = () => identities.admin.token;

  test('T-7: Bearer in any case works', async () => {
    expect((await meWith({ authorization: `Bearer ${token()}` })).status).toBe(200);
    expect((await meWith({ authorization: `bEARER ${token()}` })).status).toBe(200);
  });

  test.each([
    ['in the query', () => meWith({}, `?access_token=${token()}`)],
    ['in a cookie', () => meWith({ cookie: `token=${token()}` })],
    ['as Basic', () => meWith({ authorization: `Basic ${btoa(`${token()}:`)}` })],
    ['without a scheme', () => meWith({ authorization: token() })],
    ['twice', () => meWith({ authorization: `Bearer ${token()}, Bearer ${token()}` })],
    [
      'with a blank in it',
      () => meWith({ authorization: `Bearer ${token().slice(0, 9)} ${token().slice(9)}` }),
    ],
    ['with more behind it', () => meWith({ authorization: `Bearer ${token()} x` })],
    ['10 kB long', () => meWith({ authorization: `Bearer ${'a'.repeat(10_000)}` })],
    ['empty', () => meWith({ authorization: 'Bearer ' })],
  ])('T-7: %s is 401', async (_name, send) => {
    const response = await send();
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('the time of last use', () => {
  test('T-9: is written at most once a minute, however often the token is used', async () => {
    const { token } = await identities.mint(['read:tokens']);
    const call = callerOf(app.fetch, token);
    await Promise.all(Array.from({ length: 30 }, () => call('GET', '/tokens')));
    const first = (await call('GET', '/tokens')).body[0].lastUsedAt;
    expect(first).not.toBeNull();
    await call('GET', '/tokens');
    expect((await call('GET', '/tokens')).body[0].lastUsedAt).toBe(first);
    await sql`
      update tokens set last_used_at = last_used_at - interval '61 seconds' where preview = ${`cvpat_...${token.slice(-4)}`}
    `.execute(database.kysely);
    await call('GET', '/tokens');
    expect(Date.parse((await call('GET', '/tokens')).body[0].lastUsedAt)).toBeGreaterThanOrEqual(
      Date.parse(first),
    );
  });
});
