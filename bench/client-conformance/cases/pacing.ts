import assert from 'node:assert/strict';
import type { Asked, Case } from '../case.ts';
import { answer, ok } from '../responses.ts';
import { limited } from './limited.ts';

const get: Asked = { method: 'GET', path: '/things' };

export const pacingCases: readonly Case[] = [
  {
    group: 'pacing',
    name: 'calls one after the other never run into 429',
    async run({ serve, client, time }) {
      const limit = limited(time, 3);
      const { baseUrl } = await serve(limit.respond);
      const one = client({ baseUrl, pace: true, attempts: 1 });
      for (let count = 0; count < 8; count++) assert.equal((await one.call(get)).status, 200);
      assert.equal(limit.refused, 0);
    },
  },
  {
    group: 'pacing',
    name: 'twelve calls at the same time never run into 429',
    async run({ serve, client, time }) {
      const limit = limited(time, 5);
      const { baseUrl } = await serve(limit.respond);
      const one = client({ baseUrl, pace: true, attempts: 1 });
      const results = await Promise.all(Array.from({ length: 12 }, () => one.call(get)));
      assert.ok(results.every(({ status }) => status === 200));
      assert.equal(limit.refused, 0);
    },
  },
  {
    group: 'pacing',
    name: 'answers that say nothing hold nobody up',
    async run({ serve, client, time }) {
      const { baseUrl, received } = await serve(ok);
      const one = client({ baseUrl, pace: true });
      const before = time.now();
      await Promise.all(Array.from({ length: 5 }, () => one.call(get)));
      assert.equal(received.length, 5);
      assert.ok(time.now() - before < 1_000);
    },
  },
  {
    group: 'pacing',
    name: 'giving up ends the wait for the next window',
    async run({ serve, client, time }) {
      const end = String(Math.ceil(time.now() / 1_000) + 3);
      const { baseUrl, received } = await serve(
        answer(200, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': end }),
      );
      const one = client({ baseUrl, pace: true, attempts: 1 });
      await one.call(get);
      const controller = new AbortController();
      time.whileWaiting(100, () => controller.abort());
      await assert.rejects(one.call({ ...get, signal: controller.signal }), { name: 'AbortError' });
      assert.equal(received.length, 1);
    },
  },
  {
    group: 'pacing',
    name: 'a first call that broke holds nobody up',
    async run({ serve, client }) {
      const { baseUrl } = await serve((response) => response.socket?.destroy(), ok);
      const one = client({ baseUrl, pace: true, attempts: 1 });
      const [first, second] = await Promise.allSettled([one.call(get), one.call(get)]);
      assert.deepEqual([first?.status, second?.status].toSorted(), ['fulfilled', 'rejected']);
    },
  },
];
