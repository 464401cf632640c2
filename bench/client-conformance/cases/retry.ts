import assert from 'node:assert/strict';
import type { Asked, Case, Received, Respond } from '../case.ts';
import { answer, ok, reset } from '../responses.ts';

const methodsOf = (received: readonly Received[]) => received.map(({ method }) => method);

/** Sends it and expects how often the server is asked, and the status in the end. */
const sends = (
  name: string,
  { first, asked, times, status }: { first: Respond; asked: Asked; times: number; status: number },
): Case => ({
  group: 'retry',
  name,
  async run({ serve, client }) {
    const { baseUrl, received } = await serve(first, ok);
    const result = await client({ baseUrl }).call(asked);
    assert.equal(result.status, status);
    assert.equal(received.length, times);
  },
});

const get: Asked = { method: 'GET', path: '/things', query: { a: 'b c' }, headers: { 'x-own': 'kept' } };
const write = (method: string): Asked => ({ method, path: '/things', body: { a: 1 } });

const retried = [502, 503, 504, 429, 408].map((status) =>
  sends(`a GET that was answered ${status} is sent again`, {
    first: answer(status, {}, { 'retry-after': '0' }),
    asked: get,
    times: 2,
    status: 200,
  }),
);

const final = [400, 401, 403, 404, 409, 422, 501].map((status) =>
  sends(`a GET that was answered ${status} is not sent again`, {
    first: answer(status),
    asked: get,
    times: 1,
    status,
  }),
);

const idempotent = ['PUT', 'DELETE', 'HEAD', 'OPTIONS'].map((method) =>
  sends(`a ${method} that was answered 503 is sent again`, {
    first: answer(503, {}, { 'retry-after': '0' }),
    asked: method === 'PUT' ? write(method) : { method, path: '/things' },
    times: 2,
    status: 200,
  }),
);

const unsafe = ['POST', 'PATCH'].map((method) =>
  sends(`a ${method} without an idempotency key is not sent again`, {
    first: answer(503, {}, { 'retry-after': '0' }),
    asked: write(method),
    times: 1,
    status: 503,
  }),
);

export const retryCases: readonly Case[] = [
  ...retried,
  ...final,
  ...idempotent,
  ...unsafe,
  sends('a GET whose connection broke is sent again', { first: reset, asked: get, times: 2, status: 200 }),
  {
    group: 'retry',
    name: 'a POST whose connection broke is not sent again, and rejects',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(reset, ok);
      await assert.rejects(client({ baseUrl }).call(write('POST')));
      assert.equal(received.length, 1);
    },
  },
  {
    group: 'retry',
    name: 'after the last attempt the answer is given, with its body',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(503, { why: 'down' }, { 'retry-after': '0' }));
      const { status, body } = await client({ baseUrl, attempts: 3 }).call(get);
      assert.deepEqual({ status, body }, { status: 503, body: { why: 'down' } });
      assert.equal(received.length, 3);
    },
  },
  {
    group: 'retry',
    name: 'after the last attempt a broken connection rejects',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(reset);
      await assert.rejects(client({ baseUrl, attempts: 2 }).call(get));
      assert.equal(received.length, 2);
    },
  },
  {
    group: 'retry',
    name: 'one attempt means that nothing is sent again',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(503, {}, { 'retry-after': '0' }));
      const { status } = await client({ baseUrl, attempts: 1 }).call(get);
      assert.deepEqual([status, received.length], [503, 1]);
    },
  },
  {
    group: 'retry',
    name: 'every attempt has the same address and headers',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(503, {}, { 'retry-after': '0' }), reset, ok);
      assert.equal((await client({ baseUrl }).call(get)).status, 200);
      const seen = received.map(({ url, headers }) => [
        decodeURIComponent(url).replace('+', ' '),
        headers['x-own'],
      ]);
      assert.deepEqual(seen, Array(3).fill(['/things?a=b c', 'kept']));
    },
  },
  {
    group: 'retry',
    name: 'many calls at the same time are each sent again',
    async run({ serve, client }) {
      const seen = new Set<string>();
      const once: Respond = (response, about) => {
        const isNew = !seen.has(about.request.url);
        seen.add(about.request.url);
        return answer(isNew ? 503 : 200, {}, { 'retry-after': '0' })(response, about);
      };
      const { baseUrl, received } = await serve(once);
      const calls = Array.from({ length: 10 }, (_, index) =>
        client({ baseUrl }).call({ method: 'GET', path: '/things', query: { a: String(index) } }),
      );
      assert.ok((await Promise.all(calls)).every(({ status }) => status === 200));
      assert.equal(methodsOf(received).length, 20);
    },
  },
  {
    group: 'retry',
    name: 'the headers of each attempt can be made anew',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(503, {}, { 'retry-after': '0' }), ok);
      let count = 0;
      await client({ baseUrl, sign: () => `signature-${++count}` }).call(get);
      const signatures = received.map(({ headers }) => headers['x-signature']);
      assert.deepEqual(signatures, ['signature-1', 'signature-2']);
    },
  },
];
