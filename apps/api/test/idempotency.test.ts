import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { purgeIdempotencyKeys } from '../src/behaviours/purge-idempotency-keys.ts';
import { tokenScopes } from '../src/domain/token-request.ts';
import { createTestIdentities, type TestIdentities } from '../src/seed/test-identities.ts';
import type { Database } from '../src/store/database.ts';
import { type Call, callerOf, inOneWindow, newKey, remainingOf, slugOf } from './caller.ts';
import { openPostgres, waitForLock } from './databases.ts';

let database: Database;
let apps: readonly [App, App, App];
let identities: TestIdentities;
let admin: Call;

beforeAll(async () => {
  database = await openPostgres();
  const options = { database, requestsPerMinute: 100_000 };
  apps = [await createApp(options), await createApp(options), await createApp(options)];
  identities = await createTestIdentities(database);
  admin = callerOf(apps[0].fetch, identities.admin.token);
});

afterAll(async () => {
  await database.close();
});

const newToken = (name: string) => ({ name, scopes: ['read:tokens'] });

async function countTokens(name: string): Promise<number> {
  const { count } = await database.kysely
    .selectFrom('tokens')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return count;
}

describe('the same request again', () => {
  test('I-1: answers the same with Idempotency-Replayed and has one effect', async () => {
    const options = { body: newToken('I-1'), key: newKey() };
    const first = await admin('POST', '/tokens', options);
    const second = await admin('POST', '/tokens', options);
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await countTokens('I-1')).toBe(1);
  });

  test('without a key has two effects', async () => {
    await admin('POST', '/tokens', { body: newToken('no key') });
    await admin('POST', '/tokens', { body: newToken('no key') });
    expect(await countTokens('no key')).toBe(2);
  });

  test('I-2: 20 at once on three servers have one effect', async () => {
    const options = { body: newToken('I-2'), key: newKey() };
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        callerOf(apps[turn % 3 === 0 ? 0 : turn % 3 === 1 ? 1 : 2].fetch, identities.admin.token)(
          'POST',
          '/tokens',
          options,
        ),
      ),
    );
    expect(await countTokens('I-2')).toBe(1);
    const created = replies.filter(({ status }) => status === 201);
    expect(created.length).toBeGreaterThan(0);
    expect(new Set(created.map(({ body }) => body.token)).size).toBe(1);
    expect(created.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect(reply.status).toBe(409);
      expect(slugOf(reply)).toBe('idempotency-key-conflict');
      expect(reply.headers.get('retry-after')).toBe('1');
    }
  });

  test('answers 409 with Retry-After while the first request has not ended', async () => {
    const key = newKey();
    const blocked = await database.kysely.startTransaction().execute();
    await sql`select from organizations where id = ${identities.admin.organizationId} for update`.execute(
      blocked,
    );
    const first = admin('PATCH', '/organizations/me', { body: { name: 'First' }, key });
    await waitForLock(database.kysely);
    const second = await admin('PATCH', '/organizations/me', { body: { name: 'First' }, key });
    expect(second.status).toBe(409);
    expect(second.headers.get('retry-after')).toBe('1');
    await blocked.rollback().execute();
    expect((await first).status).toBe(200);
    const third = await admin('PATCH', '/organizations/me', { body: { name: 'First' }, key });
    expect(third.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('another request under the same key', () => {
  test('I-3: another body is refused, and the first answer stays', async () => {
    const key = newKey();
    const first = await admin('POST', '/tokens', { body: newToken('I-3'), key });
    const other = await admin('POST', '/tokens', { body: newToken('I-3 other'), key });
    expect(other.status).toBe(409);
    expect(slugOf(other)).toBe('idempotency-key-conflict');
    expect(other.headers.get('retry-after')).toBeNull();
    expect(await countTokens('I-3 other')).toBe(0);
    const again = await admin('POST', '/tokens', { body: newToken('I-3'), key });
    expect(again.body).toEqual(first.body);
  });

  test('I-3: another query is refused', async () => {
    const key = newKey();
    await admin('POST', '/tokens', { body: newToken('I-3 query'), key });
    const other = await admin('POST', '/tokens?a=1', { body: newToken('I-3 query'), key });
    expect(other.status).toBe(409);
  });

  test('I-3: another path or method is independent', async () => {
    const key = newKey();
    const created = await admin('POST', '/tokens', { body: newToken('I-3 path'), key });
    const patched = await admin('PATCH', '/organizations/me', { body: { name: 'I-3' }, key });
    const deleted = await admin('DELETE', `/tokens/${created.body.id}`, { key });
    expect([created.status, patched.status, deleted.status]).toEqual([201, 200, 204]);
  });

  test('I-4: an equal body written otherwise is refused', async () => {
    const key = newKey();
    await admin('POST', '/tokens', { body: '{"name":"I-4","scopes":["read:tokens"]}', key });
    const reordered = await admin('POST', '/tokens', {
      body: '{"scopes":["read:tokens"],"name":"I-4"}',
      key,
    });
    expect(reordered.status).toBe(409);
  });

  test('I-9: the same key of another user or organization is independent', async () => {
    const key = newKey();
    const callers = [identities.admin, identities.collaborator, identities.other];
    const replies = await Promise.all(
      callers.map(({ token }) =>
        callerOf(apps[0].fetch, token)('POST', '/tokens', { body: newToken('I-9'), key }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(3);
  });
});

describe('what is stored', () => {
  test('I-8: an answer is replayed for 60 minutes and then executed anew', async () => {
    const options = { body: newToken('I-8'), key: newKey() };
    const first = await admin('POST', '/tokens', options);
    await moveKeys('59 minutes 59 seconds');
    expect((await admin('POST', '/tokens', options)).body).toEqual(first.body);
    await moveKeys('2 seconds');
    const later = await admin('POST', '/tokens', options);
    expect(later.status).toBe(201);
    expect(later.headers.get('idempotency-replayed')).toBeNull();
    expect(later.body.id).not.toBe(first.body.id);
    expect((await admin('POST', '/tokens', options)).body).toEqual(later.body);
  });

  /** Lets time pass for every stored answer. */
  async function moveKeys(by: string): Promise<void> {
    await sql`update idempotency_keys set expires_at = expires_at - ${by}::interval`.execute(database.kysely);
  }

  test('I-10, T-1: a replayed token creation gives the secret again, and no table holds it', async () => {
    const options = { body: newToken('I-10'), key: newKey() };
    const first = await admin('POST', '/tokens', options);
    const second = await admin('POST', '/tokens', options);
    expect(second.body.token).toBe(first.body.token);
    const dump = await dumpTables();
    expect(dump).toContain('I-10');
    for (const secret of [first.body.token, options.key]) {
      expect(dump).not.toContain(secret);
      expect(dump).not.toContain(Buffer.from(secret).toString('hex'));
      expect(dump).not.toContain(Buffer.from(secret).toString('base64'));
    }
    expect(dump.match(/cvpat_[0-9A-Za-z]{40}/g)).toBeNull();
  });

  async function dumpTables(): Promise<string> {
    const tables = await database.kysely.introspection.getTables();
    const dumps = tables.map(async ({ schema, name }) => {
      const { rows } = await sql<{
        row: string;
      }>`select t::text as row from ${sql.table(`${schema}.${name}`)} t`.execute(database.kysely);
      return rows.map(({ row }) => row).join('\n');
    });
    return (await Promise.all(dumps)).join('\n');
  }

  test('I-12: 404 and 409 of a handler are stored', async () => {
    const key = newKey();
    const path = '/tokens/6f1c2a34-8b7d-4e5f-9a0b-1c2d3e4f5a6b';
    const first = await admin('DELETE', path, { key });
    const second = await admin('DELETE', path, { key });
    expect([first.status, second.status]).toEqual([404, 404]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);

    const alone = callerOf(apps[0].fetch, (await lonelyAdmin()).token);
    const refused = await alone('DELETE', '/team/members/me', { key });
    const again = await alone('DELETE', '/team/members/me', { key });
    expect([slugOf(refused), slugOf(again)]).toEqual(['last-admin', 'last-admin']);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  test('I-12: 400 and 403 are not stored', async () => {
    const key = newKey();
    const few = callerOf(apps[0].fetch, (await identities.mint(['manage:tokens'])).token);
    const body = { name: 'I-12', scopes: ['manage:users'] };
    expect((await few('POST', '/tokens', { body, key })).status).toBe(403);
    const past = { name: 'I-12', scopes: ['manage:tokens'], expiresAt: '2020-01-01T00:00:00Z' };
    expect((await few('POST', '/tokens', { body: past, key })).status).toBe(400);
    const good = await few('POST', '/tokens', { body: { name: 'I-12', scopes: ['manage:tokens'] }, key });
    expect(good.status).toBe(201);
    expect(good.headers.get('idempotency-replayed')).toBeNull();
  });

  test('I-12: 500 and 429 are not stored, and 500 leaves no effect', async () => {
    const key = newKey();
    const { token } = await lonelyAdmin();
    const broken = callerOf((await createApp({ database: withoutSettingsUpdate() })).fetch, token);
    const failed = await broken('PATCH', '/organizations/me', { body: { name: 'I-12' }, key });
    expect(failed.status).toBe(500);
    expect((await callerOf(apps[0].fetch, token)('GET', '/organizations/me')).body.name).not.toBe('I-12');
    const strict = callerOf((await createApp({ database, requestsPerMinute: 1 })).fetch, token);
    expect((await strict('PATCH', '/organizations/me', { body: { name: 'I-12' }, key })).status).toBe(429);
    const alone = callerOf(apps[0].fetch, token);
    const good = await alone('PATCH', '/organizations/me', { body: { name: 'I-12' }, key });
    expect(good.status).toBe(200);
    expect(good.headers.get('idempotency-replayed')).toBeNull();
  });

  /** A database whose answers to updates of settings are lost, after they were executed. */
  function withoutSettingsUpdate(): Database {
    const kysely = database.kysely.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (result.rows.some((row) => 'updated_at' in row && row.name === 'I-12')) throw new Error('lost');
        return result;
      },
    });
    return { ...database, kysely };
  }

  /** The only admin, and member, of an organization. */
  async function lonelyAdmin() {
    return (await createTestIdentities(database)).other;
  }

  test('I-14: DELETE twice with a key is 204 and 204, without it 204 and 404', async () => {
    const ids = await Promise.all(
      ['I-14', 'I-14'].map(
        async (name) => (await admin('POST', '/tokens', { body: newToken(name) })).body.id,
      ),
    );
    const key = newKey();
    const withKey = [
      await admin('DELETE', `/tokens/${ids[0]}`, { key }),
      await admin('DELETE', `/tokens/${ids[0]}`, { key }),
    ];
    const withoutKey = [
      await admin('DELETE', `/tokens/${ids[1]}`),
      await admin('DELETE', `/tokens/${ids[1]}`),
    ];
    expect(withKey.map(({ status }) => status)).toEqual([204, 204]);
    expect(withKey[1]?.headers.get('idempotency-replayed')).toBe('true');
    expect(withoutKey.map(({ status }) => status)).toEqual([204, 404]);
  });

  test('I-17: expired answers are purged, living ones are not', async () => {
    await sql`delete from idempotency_keys`.execute(database.kysely);
    await sql`
      insert into idempotency_keys (id, fingerprint, sealed_answer, expires_at)
      select decode(lpad(to_hex(n), 8, '0'), 'hex'), 'f', '\\x00', now() + (n - 51) * interval '1 minute'
      from generate_series(1, 100) n`.execute(database.kysely);
    expect(await purgeIdempotencyKeys(database.kysely, 40)).toBe(40);
    expect(await purgeIdempotencyKeys(database.kysely, 40)).toBe(11);
    expect(await purgeIdempotencyKeys(database.kysely, 40)).toBe(0);
  });
});

describe('before a replay', () => {
  test('I-11: the token is looked at again', async () => {
    const key = newKey();
    const { token } = await identities.mint(tokenScopes);
    const call = callerOf(apps[0].fetch, token);
    const created = await call('POST', '/tokens', { body: newToken('I-11'), key });
    expect(created.status).toBe(201);
    const [own] = (await call('GET', '/tokens')).body.filter(
      ({ name }: { name: string }) => name === 'minted',
    );
    await call('DELETE', `/tokens/${own.id}`);
    const replay = await call('POST', '/tokens', { body: newToken('I-11'), key });
    expect(replay.status).toBe(401);
    expect(replay.body.token).toBeUndefined();
  });

  test('I-11: the role is looked at again', async () => {
    const key = newKey();
    const someone = await identities.mint(tokenScopes);
    const call = callerOf(apps[0].fetch, someone.token);
    const body = { name: 'I-11' };
    expect((await call('PATCH', '/organizations/me', { body, key })).status).toBe(200);
    await database.kysely
      .updateTable('members')
      .set({ role: 'collaborator' })
      .where('user_id', '=', someone.userId)
      .execute();
    const replay = await call('PATCH', '/organizations/me', { body, key });
    expect(slugOf(replay)).toBe('insufficient-role');
  });

  test('R-8: a replay counts as a request', async () => {
    const options = { body: newToken('R-8'), key: newKey() };
    const [first, second] = await inOneWindow(async () => [
      await admin('POST', '/tokens', options),
      await admin('POST', '/tokens', options),
    ]);
    expect(second?.headers.get('idempotency-replayed')).toBe('true');
    expect(remainingOf(second)).toBe(remainingOf(first) - 1);
  });
});

describe('the key itself', () => {
  test.each([
    ['empty', ''],
    ['256 characters', 'k'.repeat(256)],
    ['not ASCII', 'sch\u00fcssel'],
    ['sent twice', 'one, two'],
  ])('I-13: %s is refused with 400', async (_name, key) => {
    const reply = await admin('POST', '/tokens', { body: newToken('I-13'), key });
    expect(reply.status).toBe(400);
    expect(slugOf(reply)).toBe('invalid-idempotency-key');
  });

  test('I-13: 255 characters are taken', async () => {
    const reply = await admin('POST', '/tokens', { body: newToken('I-13'), key: 'k'.repeat(255) });
    expect(reply.status).toBe(201);
  });

  test('I-15: is ignored on GET', async () => {
    const reply = await admin('GET', '/organizations/me', { key: 'sch\u00fcssel' });
    expect(reply.status).toBe(200);
    expect((await admin('GET', '/organizations/me', { key: 'a' })).headers.has('idempotency-replayed')).toBe(
      false,
    );
  });
});
