import assert from 'node:assert/strict';
import type { Asked, Case, Received, Respond } from '../case.ts';
import { answer, ok, reset } from '../responses.ts';

const busy = answer(503, {}, { 'retry-after': '0' });
const post: Asked = { method: 'POST', path: '/things', body: { a: 1 } };
const withKey: Asked = { ...post, headers: { 'Idempotency-Key': 'chosen-by-the-caller' } };
const keysOf = (received: readonly Received[]) => received.map(({ headers }) => headers['idempotency-key']);

/** Sent twice, with the same key. */
const repeats = (name: string, first: Respond, asked: Asked): Case => ({
  group: 'idempotency',
  name,
  async run({ serve, client }) {
    const { baseUrl, received } = await serve(first, ok);
    assert.equal((await client({ baseUrl, isIdempotencyDeclared: true }).call(asked)).status, 200);
    const [key, ...others] = keysOf(received);
    assert.ok(key);
    assert.deepEqual(others, [key]);
  },
});

export const idempotencyCases: readonly Case[] = [
  repeats('a POST with a declared key is sent again after 503', busy, post),
  repeats('a PATCH with a declared key is sent again after 503', busy, { ...post, method: 'PATCH' }),
  repeats('a POST with a declared key is sent again after a broken connection', reset, post),
  repeats(
    'a POST whose first attempt is still running is sent again',
    answer(409, {}, { 'retry-after': '0' }),
    post,
  ),
  {
    group: 'idempotency',
    name: 'a POST with a key of the caller’s is sent again with it',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(busy, ok);
      assert.equal((await client({ baseUrl }).call(withKey)).status, 200);
      assert.deepEqual(keysOf(received), ['chosen-by-the-caller', 'chosen-by-the-caller']);
    },
  },
  {
    group: 'idempotency',
    name: 'a declared key takes the place of none that the caller gives',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(ok);
      await client({ baseUrl, isIdempotencyDeclared: true }).call(withKey);
      assert.deepEqual(keysOf(received), ['chosen-by-the-caller']);
    },
  },
  {
    group: 'idempotency',
    name: 'two calls have two keys that cannot be guessed',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(ok);
      const one = client({ baseUrl, isIdempotencyDeclared: true });
      await one.call(post);
      await one.call(post);
      const keys = keysOf(received).map(String);
      assert.equal(new Set(keys).size, 2);
      for (const key of keys) assert.match(key, /^[\w-]{22,64}$/);
    },
  },
  {
    group: 'idempotency',
    name: 'where no key is declared, none is sent',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(ok);
      assert.equal((await client({ baseUrl }).call(post)).status, 200);
      assert.deepEqual(keysOf(received), [undefined]);
    },
  },
  {
    group: 'idempotency',
    name: 'a GET has no key',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(ok);
      await client({ baseUrl, isIdempotencyDeclared: true }).call({ method: 'GET', path: '/things' });
      assert.deepEqual(keysOf(received), [undefined]);
    },
  },
  {
    group: 'idempotency',
    name: 'a conflict that does not pass is not sent again',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(409), ok);
      const { status } = await client({ baseUrl, isIdempotencyDeclared: true }).call(post);
      assert.deepEqual([status, received.length], [409, 1]);
    },
  },
];
