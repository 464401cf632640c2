import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import { type Collector, createCollector } from '../src/collect/index.ts';
import { loadShelf, stopped, violatedIds } from './load-shelf.ts';
import { tokens } from './shelf/callers.ts';
import type { Fault } from './shelf/faults.ts';
import { Shelf } from './shelf/shelf.ts';

const model = await loadShelf();
const baseUrl = 'http://shelf.test';
const authorization = `Bearer ${tokens.admin}`;
const book = { title: 'Middlemarch', year: 1871, genre: 'novel', tags: [] };

/** What a team's own tests may do. */
async function callShelf(fetch: (url: string, init?: RequestInit) => Promise<Response>, base = baseUrl) {
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify(book);
  const created = await fetch(`${base}/books`, { method: 'POST', headers, body });
  const { id } = (await created.json()) as { readonly id: string }; // the shelf answers with a book
  await fetch(`${base}/books/${id}`, { headers });
  await fetch(`${base}/books`, { method: 'POST', headers, body: '{"title":""}' });
  await fetch(`${base}/books`);
  return fetch(`${base}/books?limit=1`, { headers });
}

const asFetch =
  (shelf: Shelf): typeof globalThis.fetch =>
  (input, init) =>
    shelf.fetch(new Request(input, init));

const shelfWith = (...faults: readonly Fault[]) => new Shelf({ ...stopped, faults });

describe('a collector around fetch', () => {
  test('proves what ordinary traffic shows, and leaves the answers as they were', async () => {
    const collector = createCollector(model, stopped);
    const answer = await callShelf(collector.fetch(asFetch(shelfWith())));
    expect(await answer.json()).toHaveLength(1);
    const report = await collector.report();
    expect(violatedIds(report)).toEqual([]);
    expect(report).toMatchObject({ requests: 5, ok: true, baseUrl });
    const proved = report.results.filter(({ verdict }) => verdict.outcome === 'proved').map(({ id }) => id);
    expect(proved).toEqual(
      expect.arrayContaining([
        'createBook:R.status/201',
        'createBook:R.body/201',
        'createBook:R.status/400',
        'createBook:R.header/201/Location',
        'getBook:R.body/200',
        'listBooks:R.status/401',
        'listBooks:X.headers',
        'createBook:P.status',
      ]),
    );
    expect(report.results.some(({ kind }) => /^[QAGI]\./.test(kind))).toBe(false);
    expect(report.properties).toContainEqual({
      operation: 'getBook',
      status: '200',
      property: '/title',
      by: 2,
    });
  });

  test.for([
    ['body-extra', 'getBook:R.body/200'],
    ['no-location', 'createBook:R.header/201/Location'],
    ['no-limit-headers', 'listBooks:X.headers'],
    ['media-type', 'createBook:R.media/400'],
  ] as const)('tells the fault %s with its exchange, the secret masked', async ([fault, id]) => {
    const told: string[] = [];
    const collector = createCollector(model, { ...stopped, onViolation: ({ id }) => told.push(id) });
    await callShelf(collector.fetch(asFetch(shelfWith(fault))));
    const report = await collector.report();
    expect(told).toContain(id);
    expect(violatedIds(report)).toContain(id);
    expect(report.ok).toBe(false);
    expect(JSON.stringify(report)).not.toContain(tokens.admin);
  });

  test('does not call the refusal of an illegal request undeclared, and of a legal one does', async () => {
    const teapot = () => Promise.resolve(new Response(null, { status: 418 }));
    const seen = async (url: string) => {
      const collector = createCollector(model, stopped);
      await collector.fetch(teapot)(url);
      return violatedIds(await collector.report());
    };
    expect(await seen(`${baseUrl}/books?limit=none`)).toEqual([]);
    expect(await seen(`${baseUrl}/books?limit=5`)).toEqual(['listBooks:R.undeclared']);
  });

  test('counts what is not described in no place', async () => {
    const collector = createCollector(model, stopped);
    await collector.fetch(asFetch(shelfWith()))(`${baseUrl}/elsewhere`);
    expect(await collector.report()).toMatchObject({ requests: 0, ok: false });
  });

  test('finds operations behind a base path', async () => {
    const collector = createCollector(model, { ...stopped, basePath: '/v2' });
    const shelf = shelfWith();
    const behind = collector.fetch((input) => {
      const request = new Request(input);
      return shelf.fetch(new Request(request.url.replace('/v2', ''), request));
    });
    await behind(`${baseUrl}/v2/health`);
    expect(await collector.report()).toMatchObject({ requests: 1 });
  });

  test('reads no endless body, and keeps nothing of one that is too long', async () => {
    const collector = createCollector(model, stopped);
    const megabyte = new Uint8Array(1024 * 1024).fill(0x20);
    let pulled = 0;
    const endless = () => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled += 1;
          controller.enqueue(megabyte);
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }));
    };
    const response = await collector.fetch(endless)(`${baseUrl}/health`);
    const report = await collector.report();
    await response.body?.cancel();
    expect(pulled).toBeLessThan(8);
    const body = report.results.find(({ id }) => id === 'getHealth:R.body/200');
    expect(body?.verdict).toMatchObject({ outcome: 'unproven', reason: 'unsupported' });
  });
});

test('a collector around a handler sees what the server answers', async () => {
  const collector = createCollector(model, stopped);
  const handler = collector.handler(shelfWith('body-type').fetch);
  await callShelf((url, init) => handler(new Request(url, init)));
  expect(violatedIds(await collector.report())).toContain('listBooks:R.body/200');
});

describe('a collector in Node middleware', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    closing.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listens on TCP
  }

  /** A handler that reads its body in the usual way and writes in pieces. */
  const listenerOf =
    (shelf: Shelf): RequestListener =>
    async (incoming, outgoing) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        `${value}`,
      ]);
      const request = new Request(`${baseUrl}${incoming.url}`, {
        method: incoming.method ?? 'GET',
        headers,
        ...(body.length > 0 ? { body } : {}),
      });
      const answer = await shelf.fetch(request);
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
      const text = await answer.text();
      outgoing.write(text.slice(0, 5));
      outgoing.end(text.slice(5));
    };

  test.for([
    ['a right server', [], []],
    ['a faulty one', ['body-extra'], ['createBook:R.body/201', 'getBook:R.body/200', 'listBooks:R.body/200']],
  ] as const)('judges %s by the bytes that leave it', async ([, faults, broken]) => {
    const collector = createCollector(model, stopped);
    const listener = listenerOf(shelfWith(...faults));
    const base = await serve((incoming, outgoing) =>
      collector.node(incoming, outgoing, () => void listener(incoming, outgoing)),
    );
    const answer = await callShelf(fetch, base);
    expect(await answer.json()).toHaveLength(1);
    const report = await collector.report();
    expect(new Set(violatedIds(report))).toEqual(new Set(broken));
    expect(report.requests).toBe(5);
  });
});

describe('a collector in middleware of a web-standard server', () => {
  const serve = (collector: Collector, ...faults: readonly Fault[]) => {
    const shelf = shelfWith(...faults);
    const app = new Hono();
    app.use(collector.web);
    app.all('*', async (context) => {
      const { method } = context.req;
      const body = method === 'POST' ? { body: await context.req.text() } : {};
      return shelf.fetch(new Request(context.req.url, { method, headers: context.req.raw.headers, ...body }));
    });
    return (url: string, init?: RequestInit) => Promise.resolve(app.request(url, init));
  };

  test.for([
    ['a right server', [], []],
    ['a faulty one', ['body-extra'], ['createBook:R.body/201', 'getBook:R.body/200', 'listBooks:R.body/200']],
  ] as const)('judges %s, and leaves requests and answers as they were', async ([, faults, broken]) => {
    const collector = createCollector(model, stopped);
    const answer = await callShelf(serve(collector, ...faults));
    expect(await answer.json()).toHaveLength(1);
    const report = await collector.report();
    expect(new Set(violatedIds(report))).toEqual(new Set(broken));
    expect(report.requests).toBe(5);
  });

  test('lets errors of what stands behind it through', async () => {
    const collector = createCollector(model, stopped);
    const app = new Hono();
    app.use(collector.web);
    app.get('/health', () => {
      throw new Error('out of order');
    });
    app.onError(() => new Response('{}', { status: 503, headers: { 'content-type': 'application/json' } }));
    expect((await app.request(`${baseUrl}/health`)).status).toBe(503);
    expect(await collector.report()).toMatchObject({ requests: 1 });
  });
});
