import assert from 'node:assert/strict';
import type { Asked, Bench, Case, Client, Received, Respond, Wish } from '../case.ts';
import { answer } from '../responses.ts';
import { type Content, limited } from './limited.ts';

const list: Asked = { method: 'GET', path: '/things', query: { limit: '2' } };
const all = [1, 2, 3, 4, 5];

/** A page of a list of five, two at a time, in each of the ways of paging. */
function pageFor({ url: address }: Received): Content {
  const url = new URL(address, 'http://list.test');
  const numbered = url.searchParams.get('page');
  const start = numbered
    ? (Number(numbered) - 1) * 2
    : Number(url.searchParams.get('cursor') ?? url.searchParams.get('offset') ?? 0);
  const items = all.slice(start, start + 2);
  const next = start + 2 < all.length ? String(start + 2) : undefined;
  return {
    body: { items, total: all.length, ...(next && { next }) },
    headers: next ? { link: `</things?limit=2&cursor=${next}>; rel="next"` } : {},
  };
}

const listing: Respond = (response, about) => {
  const { body, headers } = pageFor(about.request);
  return answer(200, body, headers)(response, about);
};

async function readAll(client: Client, asked: Asked = list): Promise<unknown[]> {
  assert.ok(client.paginate, 'reads no lists');
  const items: unknown[] = [];
  for await (const item of client.paginate(asked)) items.push(item);
  return items;
}

const readsAll = (paging: NonNullable<Wish['paging']>): Case => ({
  group: 'paging',
  name: `a list with ${paging} is read to its end, each page once`,
  async run({ serve, client }: Bench) {
    const { baseUrl, received } = await serve(listing);
    assert.deepEqual(await readAll(client({ baseUrl, paging })), all);
    const urls = received.map(({ url }) => url);
    assert.equal(new Set(urls).size, urls.length);
    assert.ok(urls.length <= 4); // three pages, and an empty one for who knows no total
  },
});

export const pagingCases: readonly Case[] = [
  readsAll('cursor'),
  readsAll('offset'),
  readsAll('page'),
  readsAll('link'),
  {
    group: 'paging',
    name: 'a page that was answered 503 is asked for again',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(listing, answer(503, {}, { 'retry-after': '0' }), listing);
      assert.deepEqual(await readAll(client({ baseUrl, paging: 'cursor' })), all);
      assert.equal(received.length, 4);
    },
  },
  {
    group: 'paging',
    name: 'a page that fails for good rejects, after the items before it',
    async run({ serve, client }) {
      const { baseUrl } = await serve(listing, answer(404));
      const { paginate } = client({ baseUrl, paging: 'cursor' });
      assert.ok(paginate, 'reads no lists');
      const items: unknown[] = [];
      await assert.rejects(async () => {
        for await (const item of paginate(list)) items.push(item);
      });
      assert.deepEqual(items, [1, 2]);
    },
  },
  {
    group: 'paging',
    name: 'leaving the loop asks for no further page',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(listing);
      const { paginate } = client({ baseUrl, paging: 'cursor' });
      assert.ok(paginate, 'reads no lists');
      for await (const item of paginate(list)) if (item === 2) break;
      assert.equal(received.length, 1);
    },
  },
  {
    group: 'paging',
    name: 'giving up ends the reading',
    async run({ serve, client }) {
      const controller = new AbortController();
      const { baseUrl, received } = await serve(listing);
      const { paginate } = client({ baseUrl, paging: 'cursor' });
      assert.ok(paginate, 'reads no lists');
      await assert.rejects(async () => {
        for await (const item of paginate({ ...list, signal: controller.signal }))
          if (item === 2) controller.abort();
      });
      assert.equal(received.length, 1);
    },
  },
  {
    group: 'paging',
    name: 'a cursor that comes again is no loop without an end',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(200, { items: [1, 2], next: '2' }));
      const one = client({ baseUrl, paging: 'cursor' });
      assert.ok(one.paginate, 'reads no lists');
      await assert.rejects(readAll(one));
      assert.ok(received.length < 5);
    },
  },
  {
    group: 'paging',
    name: 'a list that is longer than the rate limit is read without running into 429',
    async run({ serve, client, time }) {
      const limit = limited(time, 2, pageFor);
      const { baseUrl, received } = await serve(limit.respond);
      const paced = client({ baseUrl, paging: 'cursor', pace: true, attempts: 1 });
      assert.deepEqual(await readAll(paced), all);
      assert.deepEqual(await readAll(paced), all);
      assert.deepEqual([received.length, limit.refused], [6, 0]);
    },
  },
  {
    group: 'paging',
    name: 'giving up ends the wait for the window of the next page',
    async run({ serve, client, time }) {
      const reset = String(Math.ceil(time.now() / 1_000) + 3);
      const last = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
      const { baseUrl, received } = await serve(answer(200, { items: [1, 2], next: '2' }, last));
      const { paginate } = client({ baseUrl, paging: 'cursor', pace: true, attempts: 1 });
      assert.ok(paginate, 'reads no lists');
      const controller = new AbortController();
      time.whileWaiting(100, () => controller.abort());
      const items: unknown[] = [];
      const read = async () => {
        for await (const item of paginate({ ...list, signal: controller.signal })) items.push(item);
      };
      await assert.rejects(read(), { name: 'AbortError' });
      assert.deepEqual([items, received.length], [[1, 2], 1]);
    },
  },
];
