import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BreakableLink, createBreakableLink } from '../breakable-link.ts';
import { callerOf } from '../caller.ts';
import { endPrograms, type Program } from '../programs.ts';
import {
  createToken,
  inWords,
  startLoad,
  statusOf,
  type Tally,
  untilNotReady,
  untilReady,
  untilSettled,
} from './load.ts';
import { createSetting, type Setting } from './setting.ts';

let setting: Setting;
let programs: readonly (Program & { readonly url: string })[];
let servers: readonly string[];
let turn = 0;

beforeAll(async () => {
  setting = await createSetting();
  programs = await Promise.all([1, 2, 3].map(() => setting.start()));
  servers = programs.map(({ url }) => url);
});

afterAll(async () => {
  endPrograms();
  await setting.postgres.remove();
});

const load = (perSecond: number, urls = servers) =>
  startLoad({ target: () => String(urls[turn++ % urls.length]), token: setting.admin.token, perSecond });

/** Answers are those of a healthy service or 503, the servers live, and what was acknowledged is there. */
async function expectUnharmed({ statuses, acknowledged }: Tally): Promise<void> {
  expect([...statuses.keys()].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
  expect(programs.map(({ child }) => child.exitCode)).toEqual([null, null, null]);
  await untilReady(servers);
  const kept = new Set(await setting.tokenNames());
  expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
}

test('F-2: PostgreSQL restarted, stopped at once or killed 20 times under load leaves only 503 behind', async ({
  task,
}) => {
  const endings = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;
  const running = load(40);
  const readyAfterMs: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    await wait(500);
    await setting.postgres.end(endings[round % 3] ?? 'SIGINT');
    await wait(200);
    await setting.postgres.start();
    readyAfterMs.push(await untilReady(servers));
  }
  const tally = await running.stop();
  await expectUnharmed(tally);
  expect(tally.statuses.get(503)).toBeGreaterThan(0);
  expect(Math.max(...readyAfterMs)).toBeLessThanOrEqual(5_000);
  task.meta.figure = `F-2 20 restarts: ${inWords(tally.statuses)}, ${tally.acknowledged.length} acknowledged, 0 lost, ready after at most ${Math.max(...readyAfterMs)} ms`;
});

test('F-3: 500 connections terminated at random under load give only 503, and none stays stuck', async ({
  task,
}) => {
  const client = new pg.Client({ connectionString: setting.url });
  await client.connect();
  const running = load(60);
  let terminated = 0;
  while (terminated < 500) {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = 'faults' and pid <> pg_backend_pid() order by random() limit 1`,
    );
    terminated += rowCount ?? 0;
    await wait(20);
  }
  const tally = await running.stop();
  await client.end();
  await expectUnharmed(tally);
  const after = await Promise.all(
    Array.from({ length: 90 }, (_, one) =>
      callerOf(fetch, setting.admin.token, servers[one % 3])('GET', '/organizations/me'),
    ),
  );
  expect(after.filter(({ status }) => status !== 200)).toEqual([]);
  task.meta.figure = `F-3 ${terminated} connections terminated: ${inWords(tally.statuses)}, 0 lost`;
});

test('F-5: PostgreSQL frozen for 30 seconds is told within 5, and every request ends within 10', async ({
  task,
}) => {
  const url = String(servers[0]);
  const running = load(5);
  await wait(1_000);
  setting.postgres.freeze();
  const frozenAt = performance.now();
  const notReadyMs = await untilNotReady(url);
  while (performance.now() - frozenAt < 30_000) {
    expect(await statusOf(`${url}/health/live`)).toBe(200);
    expect(await statusOf(`${url}/health/ready`)).toBe(503);
    await wait(500);
  }
  setting.postgres.thaw();
  const recoveryMs = await untilReady(servers);
  const tally = await running.stop();
  await expectUnharmed(tally);
  expect(notReadyMs).toBeLessThanOrEqual(5_000);
  expect(recoveryMs).toBeLessThanOrEqual(5_000);
  expect(tally.slowestMs).toBeLessThanOrEqual(10_000);
  task.meta.figure = `F-5 frozen 30 s: not ready after ${notReadyMs} ms, slowest request ${Math.round(tally.slowestMs)} ms, ready again after ${recoveryMs} ms, ${inWords(tally.statuses)}`;
});

test('F-4: a connection refused, swallowed, slow or cut in the answer is bounded in time, and heals', async ({
  task,
}) => {
  const link = await createBreakableLink(setting.postgres.port);
  const url = new URL(setting.url);
  url.port = String(link.port);
  const program = await setting.start({ DATABASE_URL: url.href });
  const ways: readonly (readonly [string, (link: BreakableLink) => void])[] = [
    ['refused', (one) => one.cut()],
    ['swallowed', (one) => one.swallow()],
    ['2 s late', (one) => one.delay(2_000)],
    ['cut in the answer', (one) => one.cutInAnswer(20)],
  ];
  const figures = [];
  for (const [name, breakIt] of ways) {
    const running = load(10, [program.url]);
    breakIt(link);
    await wait(8_000);
    link.mend();
    const readyMs = await untilReady([program.url]);
    const tally = await running.stop();
    await expectUnharmed(tally);
    expect([name, tally.slowestMs <= 10_000, readyMs <= 5_000]).toEqual([name, true, true]);
    figures.push(`${name}: slowest ${Math.round(tally.slowestMs)} ms, ready after ${readyMs} ms`);
  }
  expect(program.child.exitCode).toBeNull();
  program.child.kill('SIGKILL');
  await link.close();
  task.meta.figure = `F-4 ${figures.join(', ')}`;
});

test('F-7: while all connections of PostgreSQL are taken the answer is 503, and afterwards as ever', async ({
  task,
}) => {
  const program = await setting.start();
  const clients: pg.Client[] = [];
  const takeAll = async (): Promise<void> => {
    for (let taken = 0; taken < 200; taken += 1) {
      const client = new pg.Client({ connectionString: setting.url, application_name: 'taker' });
      client.on('error', () => undefined);
      await client.connect();
      clients.push(client);
    }
  };
  const call = callerOf(fetch, setting.admin.token, program.url);
  let refused = 0;
  // Whoever is quicker gets the connections that the servers lose: they ask for new ones to look for jobs.
  for (let attempt = 0; attempt < 20 && refused !== 503; attempt += 1) {
    await clients[0]?.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = 'faults' and pid <> pg_backend_pid() and application_name <> 'taker'`,
    );
    await expect(takeAll()).rejects.toThrow(/too many clients|remaining connection slots/);
    refused = (await call('GET', '/organizations/me')).status;
  }
  expect(refused).toBe(503);
  for (const client of clients) await client.end();
  await untilReady([program.url, ...servers]);
  expect((await call('GET', '/organizations/me')).status).toBe(200);
  program.child.kill('SIGKILL');
  task.meta.figure = `F-7 ${clients.length} connections taken: 503, then 200`;
});

test('F-7: a lock that is not given within 5 seconds is 503, and nothing is changed', async ({ task }) => {
  const client = new pg.Client({ connectionString: setting.url });
  await client.connect();
  await client.query('begin');
  await client.query('select from organizations where id = $1 for update', [setting.admin.organizationId]);
  const call = callerOf(fetch, setting.admin.token, servers[0]);
  const startedAt = performance.now();
  const blocked = await call('PATCH', '/organizations/me', { body: { name: 'F-7' } });
  const waitedMs = Math.round(performance.now() - startedAt);
  expect(blocked.status).toBe(503);
  expect(waitedMs).toBeLessThan(10_000);
  await client.query('rollback');
  await client.end();
  expect((await call('GET', '/organizations/me')).body.name).not.toBe('F-7');
  const done = await untilSettled(() => createToken(call, 'F-7'));
  expect(done.status).toBe(201);
  task.meta.figure = `F-7 lock: 503 after ${waitedMs} ms`;
});
