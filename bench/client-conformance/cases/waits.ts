import assert from 'node:assert/strict';
import type { Asked, Case, Received } from '../case.ts';
import { answer, ok } from '../responses.ts';

const get: Asked = { method: 'GET', path: '/things' };
const gap = ([first, second]: readonly Received[]): number => (second?.at ?? Number.NaN) - (first?.at ?? 0);

export const waitCases: readonly Case[] = [
  ...[429, 503].map(
    (status): Case => ({
      group: 'waits',
      name: `Retry-After in seconds is waited for after ${status}`,
      async run({ serve, client }) {
        const { baseUrl, received } = await serve(answer(status, {}, { 'retry-after': '1' }), ok);
        assert.equal((await client({ baseUrl }).call(get)).status, 200);
        assert.ok(gap(received) >= 990, `waited ${gap(received)} ms`);
        assert.ok(gap(received) < 2_500, `waited ${gap(received)} ms`);
      },
    }),
  ),
  {
    group: 'waits',
    name: 'Retry-After as a date is waited for',
    async run({ serve, client, time }) {
      // Dates have no milliseconds, so the next second but one is between one and two away.
      const date = Math.ceil(time.now() / 1_000) * 1_000 + 1_000;
      const { baseUrl, received } = await serve(
        answer(503, {}, { 'retry-after': new Date(date).toUTCString() }),
        ok,
      );
      assert.equal((await client({ baseUrl }).call(get)).status, 200);
      const late = (received[1]?.at ?? Number.NaN) - date;
      assert.ok(late >= -50 && late < 1_500, `came ${late} ms after the date`);
    },
  },
  {
    group: 'waits',
    name: 'a date that is past is not waited for',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(
        answer(503, {}, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
        ok,
      );
      assert.equal((await client({ baseUrl }).call(get)).status, 200);
      assert.ok(gap(received) < 500, `waited ${gap(received)} ms`);
    },
  },
  {
    group: 'waits',
    name: 'a Retry-After that is none is passed over',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(503, {}, { 'retry-after': 'soon' }), ok);
      assert.equal((await client({ baseUrl }).call(get)).status, 200);
      assert.ok(gap(received) < 2_500, `waited ${gap(received)} ms`);
    },
  },
  {
    group: 'waits',
    name: 'a Retry-After beyond the budget gives the answer at once',
    async run({ serve, client, time }) {
      const { baseUrl, received } = await serve(answer(429, {}, { 'retry-after': '3600' }), ok);
      const before = time.now();
      const { status } = await client({ baseUrl, budgetMs: 2_000, timeoutMs: 2_000 }).call(get);
      assert.deepEqual([status, received.length], [429, 1]);
      assert.ok(time.now() - before < 1_500);
    },
  },
  {
    group: 'waits',
    name: 'no attempt begins after the budget is used up',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(503, {}, { 'retry-after': '1' }));
      const { status } = await client({ baseUrl, attempts: 10, budgetMs: 1_500 }).call(get);
      assert.deepEqual([status, received.length], [503, 2]);
    },
  },
  {
    group: 'waits',
    name: 'a 429 without Retry-After waits for the declared end of the window',
    async run({ serve, client, time }) {
      const end = Math.ceil(time.now() / 1_000) + 1;
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(end) };
      const { baseUrl, received } = await serve(answer(429, {}, headers), ok);
      assert.equal((await client({ baseUrl, pace: true }).call(get)).status, 200);
      const early = end * 1_000 - (received[1]?.at ?? 0);
      assert.ok(early <= 50, `came ${early} ms before the end of the window`);
    },
  },
];
