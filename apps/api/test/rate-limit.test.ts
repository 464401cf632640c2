import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { tokenScopes } from '../src/domain/token-request.ts';
import { createTestIdentities } from '../src/seed/test-identities.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { type Call, callerOf, inOneWindow, type Reply, remainingOf, slugOf } from './caller.ts';
import { createPostgresDatabase } from './databases.ts';

let servers: readonly { readonly database: Database; readonly app: App }[];

/** Two servers, each with its own connections, on one PostgreSQL. */
beforeAll(async () => {
  const url = await createPostgresDatabase();
  servers = await Promise.all(
    [1, 2].map(async () => {
      const database = await openDatabase({ kind: 'postgres', url, connections: 30 });
      return { database, app: await createApp({ database }) };
    }),
  );
});

afterAll(async () => {
  for (const { database } of servers) await database.close();
});

const server = (turn: number) => servers[turn % servers.length] as (typeof servers)[number]; // two, never none

describe('many requests at once', () => {
  test('R-1: of 500 over two servers exactly the limit is let through', async () => {
    const replies = await inOneWindow(async () => {
      const { admin } = await createTestIdentities(server(0).database);
      const clients = Array.from({ length: 100 }, (_, turn) =>
        sendFive(callerOf(server(turn).app.fetch, admin.token)),
      );
      return (await Promise.all(clients)).flat();
    });
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(440);
  });

  async function sendFive(call: Call): Promise<readonly Reply[]> {
    const replies = [];
    for (let turn = 0; turn < 5; turn += 1) replies.push(await call('GET', '/organizations/me'));
    return replies;
  }
});

describe('headers', () => {
  test('R-2: count down to 0, then 429 says how long to wait', async () => {
    const { other } = await createTestIdentities(server(0).database);
    await setPlan(other.organizationId, null);
    const call = callerOf(server(0).app.fetch, other.token);
    const replies = await inOneWindow(async () => {
      const all = [];
      for (let turn = 0; turn < 12; turn += 1) all.push(await call('GET', '/organizations/me'));
      return all;
    });
    expect(replies.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429, 429]);
    expect(replies.map(remainingOf)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0]);
    for (const { headers } of replies) {
      expect(headers.get('x-ratelimit-limit')).toBe('10');
      expect(headers.get('x-ratelimit-reset')).toMatch(/^\d{10}$/);
      expect(Number(headers.get('x-ratelimit-reset')) % 60).toBe(0);
    }
    const refused = replies[10];
    if (refused === undefined) throw new Error('There were 12 replies.');
    expect(slugOf(refused)).toBe('rate-limit-exceeded');
    const wait = Number(refused.headers.get('retry-after'));
    const left = Number(refused.headers.get('x-ratelimit-reset')) - Date.now() / 1_000;
    expect(Math.abs(wait - left)).toBeLessThanOrEqual(2);
    expect(replies[9]?.headers.has('retry-after')).toBe(false);
  });

  test('R-2: are on 400, 403 and 404 as well', async () => {
    const { admin, collaborator, without } = await createTestIdentities(server(0).database);
    const replies = [
      await callerOf(server(0).app.fetch, admin.token)('GET', '/tokens?limit=0'),
      await callerOf(server(0).app.fetch, admin.token)('GET', '/tokens/abc-123'),
      await callerOf(server(0).app.fetch, collaborator.token)('PATCH', '/organizations/me', {
        body: { name: 'x' },
      }),
      await callerOf(server(0).app.fetch, without.get('read:tokens')?.token ?? '')('GET', '/tokens'),
    ];
    expect(replies.map(({ status }) => status)).toEqual([400, 404, 403, 403]);
    for (const { headers } of replies) expect(headers.get('x-ratelimit-limit')).toBe('60');
  });

  test('equal the limit that the organization shows', async () => {
    const { admin } = await createTestIdentities(server(0).database);
    const reply = await callerOf(server(0).app.fetch, admin.token)('GET', '/organizations/me');
    expect(String(reply.body.limits.requestsPerMinute)).toBe(reply.headers.get('x-ratelimit-limit'));
    const wide = await createApp({ database: server(0).database, requestsPerMinute: 5_000 });
    const widely = await callerOf(wide.fetch, admin.token)('GET', '/organizations/me');
    expect(widely.headers.get('x-ratelimit-limit')).toBe('5000');
    expect(widely.body.limits.requestsPerMinute).toBe(5_000);
  });
});

describe('a limiter that does not answer', () => {
  test('R-7: is 503 within about two seconds, and nothing is let through', async () => {
    const { admin } = await createTestIdentities(server(0).database);
    const call = callerOf(server(0).app.fetch, admin.token);
    expect((await call('GET', '/organizations/me')).status).toBe(200);
    const blocked = await server(1).database.kysely.startTransaction().execute();
    await sql`select from rate_limit_windows where partition = ${`tenant:${admin.organizationId}`} for update`.execute(
      blocked,
    );
    const startedAt = performance.now();
    const reply = await call('PATCH', '/organizations/me', { body: { name: 'R-7' } });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect([reply.status, slugOf(reply), reply.headers.get('retry-after')]).toEqual([
      503,
      'service-unavailable',
      '1',
    ]);
    await blocked.rollback().execute();
    expect((await call('GET', '/organizations/me')).body.name).not.toBe('R-7');
  });
});

describe('who is counted together', () => {
  test('R-4: all tokens and users of one organization, and no other organization', async () => {
    const replies = await inOneWindow(async () => {
      const { admin, collaborator, other, mint } = await createTestIdentities(server(0).database);
      const third = await mint(tokenScopes);
      const callers = [admin, collaborator, third, other].map(({ token }, turn) =>
        callerOf(server(turn).app.fetch, token),
      );
      const all = [];
      for (const call of callers) all.push(await call('GET', '/organizations/me'));
      return all;
    });
    expect(replies.map(remainingOf)).toEqual([59, 58, 57, 59]);
  });

  test('R-5: another plan has its own limit at the next request', async () => {
    const { other } = await createTestIdentities(server(0).database);
    const call = callerOf(server(0).app.fetch, other.token);
    expect((await call('GET', '/organizations/me')).headers.get('x-ratelimit-limit')).toBe('60');
    await setPlan(other.organizationId, null);
    expect((await call('GET', '/organizations/me')).headers.get('x-ratelimit-limit')).toBe('10');
  });

  test('R-8: health is never limited', async () => {
    for (let turn = 0; turn < 100; turn += 1) {
      const response = await server(0).app.fetch(new Request('http://127.0.0.1/health/live'));
      expect(response.status).toBe(200);
      expect(response.headers.has('x-ratelimit-limit')).toBe(false);
    }
  });
});

async function setPlan(organizationId: string, plan: null): Promise<void> {
  await server(0)
    .database.kysely.updateTable('organizations')
    .set({ plan, subscription_status: 'canceled' })
    .where('id', '=', organizationId)
    .execute();
}
