import assert from 'node:assert/strict';
import type { Asked, Case, Respond, Time } from '../case.ts';
import { never, ok } from '../responses.ts';

const get: Asked = { method: 'GET', path: '/things' };

/** Holds the request until its time is up. */
const hold =
  (time: Time, duration: number): Respond =>
  () =>
    time.pass(duration);

/** Answers after a while. */
const late =
  (time: Time, duration: number): Respond =>
  async (response, about) => {
    await time.pass(duration);
    ok(response, about);
  };

export const timeoutCases: readonly Case[] = [
  {
    group: 'timeout',
    name: 'an answer that does not come in time rejects as a timeout',
    async run({ serve, client, time }) {
      const { baseUrl } = await serve(hold(time, 900));
      const call = client({ baseUrl, attempts: 1, timeoutMs: 600 }).call(get);
      await assert.rejects(call, (error: Error) => error.name === 'TimeoutError');
    },
  },
  {
    group: 'timeout',
    name: 'a GET that took too long is sent again',
    async run({ serve, client, time }) {
      const { baseUrl, received } = await serve(hold(time, 900), ok);
      const { status } = await client({ baseUrl, attempts: 2, timeoutMs: 600 }).call(get);
      assert.deepEqual([status, received.length], [200, 2]);
    },
  },
  {
    group: 'timeout',
    name: 'a POST that took too long is not sent again',
    async run({ serve, client, time }) {
      const { baseUrl, received } = await serve(hold(time, 900), ok);
      const call = client({ baseUrl, timeoutMs: 600 }).call({ method: 'POST', path: '/things', body: {} });
      await assert.rejects(call);
      assert.equal(received.length, 1);
    },
  },
  {
    group: 'timeout',
    name: 'each attempt has the whole time',
    async run({ serve, client, time }) {
      const { baseUrl, received } = await serve(
        async (response) => {
          await time.pass(800);
          response.writeHead(503, { 'retry-after': '0' }).end();
        },
        late(time, 800),
      );
      const { status } = await client({ baseUrl, attempts: 2, timeoutMs: 1_300 }).call(get);
      assert.deepEqual([status, received.length], [200, 2]);
    },
  },
  {
    group: 'timeout',
    name: 'the connection of an attempt that took too long is closed',
    async run({ serve, client, time }) {
      let closed: (() => void) | undefined;
      const isClosed = new Promise<void>((resolve) => {
        closed = resolve;
      });
      const { baseUrl } = await serve(async (response, about) => {
        response.on('close', () => closed?.());
        await hold(time, 900)(response, about);
      });
      await assert.rejects(client({ baseUrl, attempts: 1, timeoutMs: 600 }).call(get));
      await isClosed;
    },
  },
  {
    group: 'timeout',
    name: 'without a limit of the client, the caller’s own limit counts',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(never);
      const signal = AbortSignal.timeout(100);
      await assert.rejects(client({ baseUrl }).call({ ...get, signal }));
      assert.equal(received.length, 1);
    },
  },
];
