import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { createTestIdentities, type TestIdentity } from '../src/seed/test-identities.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { type BreakableLink, createBreakableLink } from './breakable-link.ts';
import { callerOf, newKey, slugOf } from './caller.ts';
import { createPostgresDatabase } from './databases.ts';

let link: BreakableLink;
let database: Database;
let app: App;
let admin: TestIdentity;

beforeAll(async () => {
  const url = new URL(await createPostgresDatabase());
  link = await createBreakableLink(Number(url.port));
  url.port = String(link.port);
  database = await openDatabase({ kind: 'postgres', url: url.href, connections: 5 });
  app = await createApp({ database, requestsPerMinute: 1_000 });
  admin = (await createTestIdentities(database)).admin;
});

afterAll(async () => {
  await database.close();
  await link.close();
});

const health = async (path: string) => {
  const response = await app.fetch(new Request(`http://127.0.0.1${path}`));
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: await response.json(),
  };
};

describe('F-4: while the database cannot be reached', () => {
  beforeAll(() => link.cut());
  afterAll(() => link.mend());

  test('requests are 503 with Retry-After, and tell nothing of the inside', async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      const reply = await callerOf(app.fetch, admin.token)('GET', '/users/me');
      expect([reply.status, slugOf(reply)]).toEqual([503, 'service-unavailable']);
      expect(reply.headers.get('retry-after')).toBe('1');
      expect(JSON.stringify(reply.body)).not.toMatch(/ECONN|terminated|127\.0\.0\.1|postgres/);
    }
  });

  test('live is 200, ready 503, and health says what is broken', async () => {
    // The answer of a moment ago is kept for a second.
    await wait(1_100);
    expect((await health('/health/live')).status).toBe(200);
    expect(await health('/health/ready')).toMatchObject({ status: 503, retryAfter: '1' });
    expect(await health('/health')).toMatchObject({
      status: 200,
      body: { status: 'degraded', checks: [{ name: 'database', status: 'failed' }] },
    });
  });
});

describe('F-4: after the database came back', () => {
  test('requests are answered again', async () => {
    const reply = await callerOf(app.fetch, admin.token)('POST', '/tokens', {
      body: { name: 'F-4', scopes: ['read:tokens'] },
      key: newKey(),
    });
    expect(reply.status).toBe(201);
    await wait(1_100);
    expect((await health('/health/ready')).status).toBe(200);
  });
});

describe('F-7: transactions that PostgreSQL calls off', () => {
  beforeAll(async () => {
    // A sequence is not undone with the transaction, so it counts the attempts.
    await sql`create sequence conflicts`.execute(database.kysely);
    await sql`
      create function call_off() returns trigger language plpgsql as $$
      begin
        if nextval('conflicts') <= (new.name)::int then
          raise exception 'called off' using errcode = '40P01';
        end if;
        return new;
      end $$`.execute(database.kysely);
    await sql`create trigger call_off before update on organizations
      for each row when (new.name ~ '^[0-9]$') execute function call_off()`.execute(database.kysely);
    await sql`grant usage on sequence conflicts to public`.execute(database.kysely);
  });
  const countAnew = () => sql`select setval('conflicts', 1, false)`.execute(database.kysely);

  /** The name says how many attempts are called off. */
  const rename = (name: string) =>
    callerOf(app.fetch, admin.token)('PATCH', '/organizations/me', { body: { name } });

  test('are tried three times', async () => {
    await countAnew();
    const reply = await rename('2');
    expect([reply.status, reply.body.name]).toEqual([200, '2']);
  });

  test('are 503 with Retry-After after that, with nothing changed', async () => {
    await rename('0');
    await countAnew();
    const reply = await rename('3');
    expect([reply.status, slugOf(reply), reply.headers.get('retry-after')]).toEqual([
      503,
      'service-unavailable',
      '1',
    ]);
    expect((await callerOf(app.fetch, admin.token)('GET', '/organizations/me')).body.name).toBe('0');
  });
});

describe('H-11: a service that is to stop', () => {
  test('is not ready, and still answers', async () => {
    const stopping = await createApp({ database });
    stopping.beginStopping();
    const ready = await stopping.fetch(new Request('http://127.0.0.1/health/ready'));
    expect(ready.status).toBe(503);
    expect((await stopping.fetch(new Request('http://127.0.0.1/health/live'))).status).toBe(200);
    expect((await callerOf(stopping.fetch, admin.token)('GET', '/users/me')).status).toBe(200);
  });
});
