import { createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { createTestIdentities } from '../src/seed/test-identities.ts';
import { openDatabase } from '../src/store/database.ts';
import { callerOf, type Reply } from './caller.ts';
import { createEmptyDatabase, createPostgresDatabase, waitForLock } from './databases.ts';
import { endPrograms, start, startApi } from './programs.ts';

afterEach(endPrograms);

describe('with PostgreSQL', () => {
  let database: string;
  beforeAll(async () => {
    database = await createPostgresDatabase();
  });

  test('serves over a socket what the seed made, and logs no token', async () => {
    const { stdout: seeded } = await start('admin.ts', ['seed'], { DATABASE_URL: database }).ended;
    const token = /cvpat_[0-9A-Za-z]{40}/.exec(seeded)?.[0] ?? '';
    const api = await startApi({ DATABASE_URL: database });
    const reply = await callerOf(fetch, token, api.url)('GET', '/organizations/me');
    expect(reply.body).toMatchObject({ name: 'Acme Agency', plan: 'advanced' });
    api.child.kill('SIGTERM');
    const { stdout, stderr, code } = await api.ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('"status":200');
    expect(stdout).toContain('stopped');
    expect(stdout).not.toContain('cvpat_');
  });

  test('H-11: a request that is under way when SIGTERM comes is answered', async () => {
    const opened = await openDatabase({ kind: 'postgres', url: database });
    const { kysely, close } = opened;
    const { admin } = await createTestIdentities(opened);
    const api = await startApi({ DATABASE_URL: database });
    const blocked = await kysely.startTransaction().execute();
    await sql`select from organizations where id = ${admin.organizationId} for update`.execute(blocked);
    const reply = callerOf(fetch, admin.token, api.url)('PATCH', '/organizations/me', {
      body: { name: 'H-11' },
    });
    await waitForLock(kysely);
    api.child.kill('SIGTERM');
    await api.line(/stopping/);
    await blocked.rollback().execute();
    expect((await reply).body).toMatchObject({ name: 'H-11' });
    expect((await api.ended).code).toBe(0);
    await close();
  });

  test('I-5, F-1: a request whose server is killed has no effect, and its retry runs once', async () => {
    const opened = await openDatabase({ kind: 'postgres', url: database });
    const { kysely, close } = opened;
    const { admin } = await createTestIdentities(opened);
    const first = await startApi({ DATABASE_URL: database });
    const blocked = await kysely.startTransaction().execute();
    await sql`select from organizations where id = ${admin.organizationId} for update`.execute(blocked);
    const request = { body: { name: 'I-5' }, key: 'I-5' };
    const lost = callerOf(fetch, admin.token, first.url)('PATCH', '/organizations/me', request);
    lost.catch(() => undefined);
    await waitForLock(kysely);
    first.child.kill('SIGKILL');
    await expect(lost).rejects.toThrow();
    await blocked.rollback().execute();

    const app = await createApp({ database: opened });
    const retry = () => callerOf(app.fetch, admin.token)('PATCH', '/organizations/me', request);
    const [done, again] = [await retryWhileRunning(retry), await retry()];
    expect([done.status, done.headers.get('idempotency-replayed')]).toEqual([200, null]);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    await close();
  });

  /** PostgreSQL takes a moment to notice that the client of a transaction is gone. */
  async function retryWhileRunning(retry: () => Promise<Reply>): Promise<Reply> {
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      const reply = await retry();
      if (reply.status !== 409) return reply;
      await wait(100);
    }
    throw new Error('The key of a server that is gone stays in use.');
  }

  test('F-8: of three services that start at once on an empty database one makes the tables', async () => {
    const url = await createEmptyDatabase();
    const all = await Promise.all([1, 2, 3].map(() => openDatabase({ kind: 'postgres', url })));
    const tables = await all[0]?.kysely.introspection.getTables();
    expect(tables?.map(({ name }) => name)).toContain('tokens');
    for (const one of all) await one.close();
  });

  test('a taken port is one sentence and exit code 2', async () => {
    const { server, port } = await takePort();
    const { code, stderr } = await start('main.ts', [], { DATABASE_URL: database, PORT: String(port) }).ended;
    server.close();
    expect(code).toBe(2);
    expect(stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use. Stop what listens there, or choose another port with PORT.\n`,
    );
  });

  async function takePort(): Promise<{ readonly server: Server; readonly port: number }> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
  }
});
