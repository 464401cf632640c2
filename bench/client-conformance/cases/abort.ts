import assert from 'node:assert/strict';
import type { Asked, Case } from '../case.ts';
import { answer, never, ok } from '../responses.ts';

const get: Asked = { method: 'GET', path: '/things' };
const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

export const abortCases: readonly Case[] = [
  {
    group: 'abort',
    name: 'a call that was given up before sends nothing',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(ok);
      await assert.rejects(client({ baseUrl }).call({ ...get, signal: AbortSignal.abort() }), isAbort);
      assert.equal(received.length, 0);
    },
  },
  {
    group: 'abort',
    name: 'giving up ends the request, and nothing is sent again',
    async run({ serve, client }) {
      const controller = new AbortController();
      let closed: (() => void) | undefined;
      const isClosed = new Promise<void>((resolve) => {
        closed = resolve;
      });
      const { baseUrl, received } = await serve((response) => {
        response.on('close', () => closed?.());
        controller.abort();
      });
      await assert.rejects(client({ baseUrl }).call({ ...get, signal: controller.signal }), isAbort);
      await isClosed;
      assert.equal(received.length, 1);
    },
  },
  {
    group: 'abort',
    name: 'giving up ends the wait for the next attempt at once',
    async run({ serve, client, time }) {
      const controller = new AbortController();
      const { baseUrl, received } = await serve(answer(503, {}, { 'retry-after': '3' }), ok);
      time.whileWaiting(200, () => controller.abort());
      const before = time.now();
      await assert.rejects(client({ baseUrl }).call({ ...get, signal: controller.signal }), isAbort);
      assert.equal(received.length, 1);
      assert.ok(time.now() - before < 2_000, `took ${time.now() - before} ms`);
    },
  },
  {
    group: 'abort',
    name: 'giving up while the body comes rejects',
    async run({ serve, client }) {
      const controller = new AbortController();
      const { baseUrl, received } = await serve((response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"a":', () => setImmediate(() => controller.abort()));
      });
      await assert.rejects(client({ baseUrl }).call({ ...get, signal: controller.signal }), isAbort);
      assert.equal(received.length, 1);
    },
  },
  {
    group: 'abort',
    name: 'the reason for giving up is what the call rejects with',
    async run({ serve, client }) {
      const controller = new AbortController();
      const reason = new Error('the user left');
      const { baseUrl } = await serve(() => controller.abort(reason));
      await assert.rejects(
        client({ baseUrl }).call({ ...get, signal: controller.signal }),
        (error) => error === reason,
      );
    },
  },
  {
    group: 'abort',
    name: 'giving up one call leaves the others',
    async run({ serve, client }) {
      const controller = new AbortController();
      const { baseUrl } = await serve((response, about) =>
        about.request.url.includes('given-up') ? controller.abort() : ok(response, about),
      );
      const one = client({ baseUrl });
      const givenUp = one.call({ ...get, query: { a: 'given-up' }, signal: controller.signal });
      const other = one.call(get);
      await assert.rejects(givenUp, isAbort);
      assert.equal((await other).status, 200);
    },
  },
  {
    group: 'abort',
    name: 'an attempt that is given up is no timeout',
    async run({ serve, client }) {
      const controller = new AbortController();
      const { baseUrl } = await serve((response, about) => {
        controller.abort();
        return never(response, about);
      });
      const call = client({ baseUrl, timeoutMs: 5_000 }).call({ ...get, signal: controller.signal });
      await assert.rejects(call, isAbort);
    },
  },
];
