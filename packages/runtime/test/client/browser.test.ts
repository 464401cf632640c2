import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { expect, onTestFinished, test } from 'vitest';
import { bodyOf, serve } from './support/http-server.ts';

/** What runs in the page and in the worker: it tells what it got, or what went wrong. */
const program = `
import { authorizedFetch, createClient, readEvents, renewableToken, retryingFetch } from 'client';

async function run() {
  let loads = 0;
  const token = renewableToken(async () => 'token-' + ++loads);
  const fetch = retryingFetch({ backoffMs: 1, fetch: authorizedFetch({ credentials: { token } }) });
  const facts = { operations: { 'POST /things': { idempotencyKey: 'Idempotency-Key', security: [{ token: [] }] } } };
  const client = createClient({ baseUrl: self.location.origin, facts, fetch });
  const form = new FormData();
  form.append('file', new Blob(['content']), 'a.txt');
  const created = await client.POST('/things', { body: form });
  const { data: stream } = await client.GET('/events', { parseAs: 'stream' });
  const events = [];
  for await (const { data } of readEvents(stream)) events.push(data);
  const lost = await createClient({ baseUrl: 'http://127.0.0.1:1', errors: 'value' }).GET('/');
  return { created: created.data, status: created.status, mediaType: created.mediaType, events, lost: lost.error.kind };
}
const tell = (result) => (self.document ? (self.result = result) : self.postMessage(result));
run().then(tell, (error) => tell({ error: String(error) }));
`;

async function bundle(): Promise<string> {
  const build = await rolldown({
    input: 'program',
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'program',
        resolveId: (id) =>
          ({ program: id, client: join(import.meta.dirname, '../../src/client/index.ts') })[id] ?? null,
        load: (id) => (id === 'program' ? program : null),
      },
    ],
  });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  return output[0].code;
}

test('the client works in a page and in a worker of Chromium', async () => {
  const code = await bundle();
  const asked: unknown[] = [];
  const origin = await serve(async (request, response) => {
    const script = { 'content-type': 'text/javascript' };
    if (request.url === '/')
      return response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Client</title>');
    if (request.url === '/program.js') return response.writeHead(200, script).end(code);
    if (request.url === '/events') {
      return response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: a\n\ndata: b\n\n');
    }
    if (request.url !== '/things') return response.writeHead(404).end(); // the page's icon
    const body = await bodyOf(request);
    const { authorization, 'idempotency-key': key } = request.headers;
    asked.push([authorization, key, body.includes('content')]);
    // The first token is refused, and the first attempt with the second one.
    const status = authorization === 'Bearer token-1' ? 401 : asked.length % 3 === 2 ? 503 : 201;
    return response.writeHead(status, { 'content-type': 'application/json' }).end('{"id":1}');
  });
  const browser = await openChromium();
  const page = await browser.newPage();
  await page.goto(origin);
  const got = {
    created: { id: 1 },
    status: 201,
    mediaType: 'application/json',
    events: ['a', 'b'],
    lost: 'network',
  };
  await page.addScriptTag({ url: '/program.js', type: 'module' });
  expect(await (await page.waitForFunction('window.result')).jsonValue()).toEqual(got);
  const inWorker = `new Promise((resolve) => {
    const worker = new Worker('/program.js', { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => resolve(event.message);
  })`;
  expect(await page.evaluate(inWorker)).toEqual(got);
  const key = expect.stringMatching(/^[0-9a-f-]{36}$/);
  const attempts = [1, 2, 2].map((number) => [`Bearer token-${number}`, key, true]);
  expect(asked).toEqual([...attempts, ...attempts]);
  expect(new Set(asked.map((one) => (one as unknown[])[1])).size).toBe(2); // each is a list
}, 60_000);

async function openChromium() {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`There is no Chromium at ${executablePath}: install it, or set CHROMIUM_PATH.`);
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  onTestFinished(() => browser.close());
  return browser;
}
