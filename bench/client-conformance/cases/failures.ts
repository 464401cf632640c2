import assert from 'node:assert/strict';
import type { Asked, Case } from '../case.ts';
import { answer, ok, reset } from '../responses.ts';

const get: Asked = { method: 'GET', path: '/things' };

export const failureCases: readonly Case[] = [
  {
    group: 'failures',
    name: 'a broken connection is a value where that is asked for',
    async run({ serve, client }) {
      const { baseUrl } = await serve(reset);
      const { status, failure } = await client({ baseUrl, attempts: 1, failuresAsValues: true }).call(get);
      assert.deepEqual({ status, failure }, { status: 0, failure: 'network' });
    },
  },
  {
    group: 'failures',
    name: 'a timeout is a value where that is asked for',
    async run({ serve, client, time }) {
      const { baseUrl } = await serve(() => time.pass(900));
      const wish = { baseUrl, attempts: 1, timeoutMs: 600, failuresAsValues: true };
      assert.equal((await client(wish).call(get)).failure, 'timeout');
    },
  },
  {
    group: 'failures',
    name: 'giving up is a value where that is asked for',
    async run({ serve, client }) {
      const { baseUrl } = await serve(ok);
      const one = client({ baseUrl, failuresAsValues: true });
      assert.equal((await one.call({ ...get, signal: AbortSignal.abort() })).failure, 'abort');
    },
  },
  {
    group: 'failures',
    name: 'an error status is an answer with its body',
    async run({ serve, client }) {
      const { baseUrl } = await serve(answer(404, { why: 'gone' }));
      const { status, body } = await client({ baseUrl }).call(get);
      assert.deepEqual({ status, body }, { status: 404, body: { why: 'gone' } });
    },
  },
];
