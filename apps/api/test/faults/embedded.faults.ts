import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { callerOf } from '../caller.ts';
import { endPrograms, start, startApi } from '../programs.ts';
import { createToken } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'checkview-embedded-'));
const environment = { CHECKVIEW_DATA: folder, REQUESTS_PER_MINUTE: '999999' };

afterAll(() => {
  endPrograms();
  rmSync(folder, { recursive: true, force: true });
});

test('F-15, F-16: killed or stopped 50 times at random the embedded database loses nothing and reopens', async ({
  task,
}) => {
  const { stdout } = await start('admin.ts', ['seed'], environment).ended;
  const token = /cvpat_[0-9A-Za-z]{40}/.exec(stdout)?.[0] ?? '';
  const signals = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const;
  const acknowledged = new Map<string, string>();
  let refused = 0;
  for (let round = 0; round < 50; round += 1) {
    const api = await startApi(environment);
    const call = callerOf(fetch, token, api.url);
    // All that was acknowledged so far is looked for through the opened database each time.
    const latest = [...acknowledged].at(-1);
    if (latest !== undefined) expect((await call('GET', `/tokens/${latest[1]}`)).status).toBe(200);
    if (round % 10 === 0) {
      const second = await start('main.ts', [], { ...environment, PORT: '0' }).ended;
      expect([second.code, second.stderr.includes(`in use by process ${api.child.pid}`)]).toEqual([2, true]);
      refused += 1;
    }
    const names = Array.from({ length: 10 }, (_, turn) => `F-16 ${round} ${turn}`);
    const writing = Promise.allSettled(
      names.map(async (name) => {
        const reply = await createToken(call, name);
        if (reply.status === 201) acknowledged.set(name, reply.body.id);
      }),
    );
    await wait(Math.random() * 300);
    api.child.kill(signals[round % 3]);
    await writing;
    await api.ended;
  }
  const last = await startApi(environment);
  const call = callerOf(fetch, token, last.url);
  for (const [name, id] of acknowledged) {
    const found = await call('GET', `/tokens/${id}`);
    expect([found.status, found.body.name]).toEqual([200, name]);
  }
  last.child.kill('SIGTERM');
  expect((await last.ended).code).toBe(0);
  expect(acknowledged.size).toBeGreaterThan(0);
  task.meta.figure = `F-16 50 ends: ${acknowledged.size} writes acknowledged, 0 lost; F-15 ${refused} of ${refused} second processes refused`;
});
