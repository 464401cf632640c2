import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, callerOf, inOneWindow, newKey, type Reply } from '../caller.ts';
import { endPrograms } from '../programs.ts';
import { createToken, inWords, startLoad, statusOf, untilReady, untilSettled } from './load.ts';
import { createSetting, type Setting } from './setting.ts';

let setting: Setting;
let servers: readonly string[];

beforeAll(async () => {
  setting = await createSetting();
  const programs = await Promise.all([1, 2, 3].map(() => setting.start()));
  servers = programs.map(({ url }) => url);
});

afterAll(async () => {
  endPrograms();
  await setting.postgres.remove();
});

const server = (turn: number) => String(servers[turn % servers.length]);
const count = (replies: readonly Reply[], status: number) =>
  replies.filter((reply) => reply.status === status).length;

test('I-2: 500 keys, each sent five times at once to three servers, have 500 effects', async ({ task }) => {
  const names = Array.from({ length: 500 }, (_, turn) => `I-2 ${turn}`);
  const replies: Reply[] = [];
  for (let first = 0; first < names.length; first += 25) {
    const sent = names
      .slice(first, first + 25)
      .flatMap((name) => [0, 1, 2, 3, 4].map((turn) => createToken(asAdmin(turn), name)));
    replies.push(...(await Promise.all(sent)));
  }
  expect(count(replies, 201) + count(replies, 409)).toBe(2_500);
  for (const reply of replies) {
    if (reply.status === 409) expect(reply.headers.get('retry-after')).toBe('1');
  }
  const fresh = replies.filter(
    ({ status, headers }) => status === 201 && !headers.has('idempotency-replayed'),
  );
  expect(fresh).toHaveLength(500);
  const effects = (await setting.tokenNames()).filter((name) => name.startsWith('I-2 '));
  expect(new Set(effects).size).toBe(500);
  expect(effects).toHaveLength(500);
  task.meta.figure = `I-2 ${replies.length} requests with 500 keys: ${effects.length} effects`;
});

const asAdmin = (turn: number) => callerOf(fetch, setting.admin.token, server(turn));

test('R-1: of 500 requests at once to three servers exactly the limit is let through', async ({ task }) => {
  const limited = await Promise.all([1, 2, 3].map(() => setting.start({ REQUESTS_PER_MINUTE: '60' })));
  const replies = await inOneWindow(async () => {
    await setting.postgres.query('delete from rate_limit_windows', 'faults');
    const clients = Array.from({ length: 100 }, (_, turn) =>
      sendFive(callerOf(fetch, setting.admin.token, limited[turn % 3]?.url)),
    );
    return (await Promise.all(clients)).flat();
  });
  for (const { child } of limited) child.kill('SIGKILL');
  expect([count(replies, 200), count(replies, 429)]).toEqual([60, 440]);
  task.meta.figure = `R-1 ${count(replies, 200)} of 500 let through at a limit of 60`;
});

async function sendFive(call: Call): Promise<readonly Reply[]> {
  const replies = [];
  for (let turn = 0; turn < 5; turn += 1) replies.push(await call('GET', '/organizations/me'));
  return replies;
}

test('F-1, I-5, I-6: a server killed 50 times among its writes loses none that it acknowledged, and leaves no half', async ({
  task,
}) => {
  const rounds = 50;
  const writes = 20;
  let acknowledged = 0;
  let cutOff = 0;
  let committedUnanswered = 0;
  let next = setting.start();
  for (let round = 0; round < rounds; round += 1) {
    const victim = await next;
    next = setting.start();
    const names = Array.from({ length: writes }, (_, turn) => `F-1 ${round} ${turn}`);
    const call = callerOf(fetch, setting.admin.token, victim.url);
    await call('GET', '/users/me');
    const killAfter = Math.floor(Math.random() * writes);
    let replied = 0;
    const outcomes = await Promise.allSettled(
      names.map(async (name) => {
        const reply = await createToken(call, name);
        replied += 1;
        if (replied > killAfter) victim.child.kill('SIGKILL');
        return reply;
      }),
    );
    await victim.ended;

    const answered = outcomes.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
    for (const [turn, name] of names.entries()) {
      const first = answered[turn];
      const again = await untilSettled(() => createToken(asAdmin(turn), name));
      expect(again.status).toBe(201);
      const isReplayed = again.headers.has('idempotency-replayed');
      if (first?.status === 201) {
        acknowledged += 1;
        expect([isReplayed, again.body.id]).toEqual([true, first.body.id]);
      } else {
        cutOff += 1;
        if (isReplayed) committedUnanswered += 1;
      }
    }
  }
  (await next).child.kill('SIGKILL');
  const kept = (await setting.tokenNames()).filter((name) => name.startsWith('F-1 '));
  expect(new Set(kept).size).toBe(rounds * writes);
  expect(kept).toHaveLength(rounds * writes);
  expect(cutOff).toBeGreaterThan(0);
  task.meta.figure = `F-1 ${rounds} kills: ${acknowledged} writes acknowledged, 0 lost; ${cutOff} cut off (${committedUnanswered} of them committed), 0 half`;
});

test('H-11, F-11: a server that gets SIGTERM under 100 requests a second fails none of them', async ({
  task,
}) => {
  const leaving = await setting.start({ DRAIN_SECONDS: '2' });
  let ready: readonly string[] = [leaving.url, ...servers];
  let turn = 0;
  // As a load balancer does it: whoever is not ready gets nothing any more.
  const balancing = setInterval(async () => {
    const all = [leaving.url, ...servers];
    const statuses = await Promise.all(all.map((url) => statusOf(`${url}/health/ready`)));
    ready = all.filter((_, index) => statuses[index] === 200);
  }, 500);
  const load = startLoad({
    target: () => String(ready[turn++ % ready.length]),
    token: setting.admin.token,
    perSecond: 100,
  });
  await wait(3_000);
  const stoppedAt = performance.now();
  leaving.child.kill('SIGTERM');
  const { code } = await leaving.ended;
  const seconds = (performance.now() - stoppedAt) / 1_000;
  await wait(1_000);
  clearInterval(balancing);
  const { statuses } = await load.stop();
  expect([...statuses.keys()].filter((status) => status !== 200 && status !== 201)).toEqual([]);
  expect(code).toBe(0);
  expect(seconds).toBeLessThanOrEqual(15);
  task.meta.figure = `H-11 ${inWords(statuses)}, out in ${seconds.toFixed(1)} s`;
});

describe('servers whose clocks are wrong', () => {
  const shifts = {
    right: 0,
    'an hour ahead': 3_600_000,
    'an hour behind': -3_600_000,
    'a day ahead': 86_400_000,
  };
  let urls: readonly string[];

  beforeAll(async () => {
    const shiftClock = fileURLToPath(new URL('shift-clock.ts', import.meta.url));
    const programs = await Promise.all(
      Object.values(shifts).map((shift) =>
        setting.start({
          NODE_OPTIONS: `--import=${shiftClock}`,
          CLOCK_SHIFT_MS: String(shift),
          REQUESTS_PER_MINUTE: '1000',
        }),
      ),
    );
    urls = programs.map(({ url }) => url);
  });

  const callers = (token: string) => urls.map((url) => callerOf(fetch, token, url));

  test('F-14, R-6: agree on tokens, windows and keys, by the clock of the database', async ({ task }) => {
    const times = await Promise.all(
      urls.map(async (url) => (await (await fetch(`${url}/health`)).json()) as { readonly time: string }),
    );
    const shown = times.map(({ time }) => Math.round((Date.parse(time) - Date.now()) / 3_600_000) + 0);
    expect(shown).toEqual([0, 1, -1, 24]);
    // The cases before may have used up the running minute.
    await setting.postgres.query('delete from rate_limit_windows', 'faults');

    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    const body = { name: 'F-14', scopes: ['read:organization'], expiresAt };
    for (const [maker, create] of callers(setting.admin.token).entries()) {
      const created = await create('POST', '/tokens', { body, key: newKey() });
      expect([maker, created.status]).toEqual([maker, 201]);
      for (const call of callers(created.body.token)) {
        expect((await call('GET', '/organizations/me')).status).toBe(200);
      }
      await setting.postgres.query(
        `update tokens set expires_at = now() - interval '1 millisecond' where id = '${created.body.id}'`,
        'faults',
      );
      for (const call of callers(created.body.token)) {
        expect((await call('GET', '/organizations/me')).status).toBe(401);
      }
    }

    const windows = await inOneWindow(() =>
      Promise.all(callers(setting.admin.token).map((call) => call('GET', '/organizations/me'))),
    );
    expect(new Set(windows.map(({ headers }) => headers.get('x-ratelimit-reset'))).size).toBe(1);

    const key = newKey();
    const replays = [];
    for (const call of callers(setting.admin.token)) {
      replays.push(await call('POST', '/tokens', { body: { ...body, name: 'F-14 key' }, key }));
    }
    const marks = replays.map(({ status, headers }) => [status, headers.get('idempotency-replayed')]);
    expect(marks).toEqual([
      [201, null],
      [201, 'true'],
      [201, 'true'],
      [201, 'true'],
    ]);
    task.meta.figure = 'F-14 clocks of 0, +1 h, -1 h, +24 h agree';
  });
});

test('T-4: a token that is revoked on one server is refused by all at the next request', async ({ task }) => {
  const created = await createToken(asAdmin(0), 'T-4');
  for (const turn of [0, 1, 2]) {
    expect((await callerOf(fetch, created.body.token, server(turn))('GET', '/tokens')).status).toBe(200);
  }
  expect((await asAdmin(0)('DELETE', `/tokens/${created.body.id}`)).status).toBe(204);
  const refused = await Promise.all(
    [0, 1, 2].map((turn) => callerOf(fetch, created.body.token, server(turn))('GET', '/tokens')),
  );
  expect(refused.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(await untilReady(servers)).toBeLessThan(5_000);
  task.meta.figure = 'T-4 revoked on 3 servers at once';
});
