import assert from 'node:assert/strict';
import type { Asked, Case } from '../case.ts';
import { answer, ok } from '../responses.ts';

const busy = answer(503, {}, { 'retry-after': '0' });
const bytes = new Uint8Array([0, 1, 250, 255]);

/** The body must be the same in both attempts; of a form all but the boundary. */
const replays = (name: string, body: unknown, contained: string): Case => ({
  group: 'bodies',
  name: `${name} is sent again as it was`,
  async run({ serve, client }) {
    const { baseUrl, received } = await serve(busy, ok);
    assert.equal((await client({ baseUrl }).call({ method: 'PUT', path: '/things', body })).status, 200);
    const [first, second] = received.map(({ body: sent }) => sent.replaceAll(/-{4}[\w-]+/g, '-'));
    assert.equal(second, first);
    assert.ok(first?.includes(contained), `sent ${first}`);
    const types = received.map(({ headers }) => headers['content-type']?.split(';')[0]);
    assert.equal(types[0], types[1]);
  },
});

function form(): FormData {
  const data = new FormData();
  data.append('name', 'a thing');
  data.append('file', new Blob(['content of the file']), 'thing.txt');
  return data;
}

const stream = () => new Blob(['streamed']).stream();
const put = (more: Partial<Asked>): Asked => ({ method: 'PUT', path: '/things', ...more });

export const bodyCases: readonly Case[] = [
  replays('JSON', { a: 'x'.repeat(2_000) }, 'xxxx'),
  replays('a text', 'plain text', 'plain text'),
  replays('bytes', bytes, '\u0000\u0001'),
  replays('a file', new Blob(['from a file'], { type: 'text/csv' }), 'from a file'),
  replays('a form with a file', form(), 'content of the file'),
  replays('a form of fields', new URLSearchParams({ a: 'b c' }), 'a=b+c'),
  {
    group: 'bodies',
    name: 'a stream is sent once, and its answer given',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(busy, ok);
      const { status } = await client({ baseUrl }).call(put({ body: stream() }));
      assert.deepEqual([status, received.map(({ body }) => body)], [503, ['streamed']]);
    },
  },
  {
    group: 'bodies',
    name: 'a stream that can be opened again is sent again',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(busy, ok);
      const { status } = await client({ baseUrl }).call(put({ openBody: stream }));
      assert.deepEqual([status, received.map(({ body }) => body)], [200, ['streamed', 'streamed']]);
    },
  },
  {
    group: 'bodies',
    name: 'an answer that is cut off rejects',
    async run({ serve, client }) {
      const { baseUrl } = await serve((response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"a":', () => response.socket?.destroy());
      });
      await assert.rejects(client({ baseUrl, attempts: 1 }).call({ method: 'GET', path: '/things' }));
    },
  },
  {
    group: 'bodies',
    name: 'JSON that does not parse rejects',
    async run({ serve, client }) {
      const { baseUrl } = await serve((response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":');
      });
      await assert.rejects(client({ baseUrl, attempts: 1 }).call({ method: 'GET', path: '/things' }));
    },
  },
  {
    group: 'bodies',
    name: 'an answer without a body is no error',
    async run({ serve, client }) {
      const { baseUrl } = await serve((response) => response.writeHead(204).end());
      assert.equal((await client({ baseUrl }).call({ method: 'DELETE', path: '/things' })).status, 204);
    },
  },
];
