import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toNodeListener } from '../src/node/index.ts';
import { answering, json } from './documents.ts';
import { mockOf } from './mock-of.ts';

const body = { text: 'x'.repeat(2000) };
let server: Server;
let url: string;
beforeAll(async () => {
  const mock = await mockOf(answering({ 200: json({ example: body }) }));
  server = createServer(toNodeListener(mock));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Safe: a server that listens on a port has such an address.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/thing`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Received {
  readonly status: number | undefined;
  readonly announced: string | undefined;
  readonly bytes: number;
  /** How the connection broke; undefined when the message came to its end. */
  readonly error: string | undefined;
}

/** What a client sees on its socket. */
function receive(trouble: string): Promise<Received> {
  return new Promise((resolve) => {
    let bytes = 0;
    const failed = (error: NodeJS.ErrnoException) =>
      resolve({ status: undefined, announced: undefined, bytes, error: error.code });
    get(url, { headers: { 'plumbline-trouble': trouble }, agent: false }, (response) => {
      const end = (error: string | undefined) =>
        resolve({
          status: response.statusCode,
          announced: response.headers['content-length'],
          bytes,
          error,
        });
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      response.on('end', () => end(undefined));
      response.on('error', (error: NodeJS.ErrnoException) => end(error.code));
    }).on('error', failed);
  });
}

const whole = String(JSON.stringify(body).length);

test('a reset reaches the client as a reset of the connection', async () => {
  expect(await receive('reset')).toMatchObject({ status: undefined, bytes: 0, error: 'ECONNRESET' });
});

test('a body that is cut ends its connection with fewer bytes than were announced', async () => {
  const cut = await receive('truncate=50%');
  expect(cut).toMatchObject({ status: 200, announced: whole, error: 'ECONNRESET' });
  expect(cut.bytes).toBe(Math.floor(Number(whole) / 2));
});

test('a slow body comes whole', async () => {
  expect(await receive('slow=40ms')).toEqual({
    status: 200,
    announced: whole,
    bytes: Number(whole),
    error: undefined,
  });
});

test('without trouble everything is as always', async () => {
  const answer = await fetch(url);
  expect(await answer.json()).toEqual(body);
  expect(answer.headers.get('plumbline-trouble-fired')).toBeNull();
});

test('a HEAD request gets the headers of a GET and no body', async () => {
  const answer = await fetch(url, { method: 'HEAD' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.text()).toBe('');
});

test('a path that begins as the control does is no part of it', async () => {
  const answer = await fetch(url.replace('/thing', '/__plumblines'));
  expect(answer.status).toBe(404);
});

test('a signal to a responder says when the client is gone', async () => {
  const gone = Promise.withResolvers<void>();
  const mock = await mockOf(answering({ 200: json({ example: body }) }), {
    responders: [
      async (_operation, { raw }) => {
        raw.signal.addEventListener('abort', () => gone.resolve());
        client.destroy();
        await gone.promise;
        return undefined;
      },
    ],
  });
  const other = createServer(toNodeListener(mock));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  // Safe: as above.
  const client = get(`http://127.0.0.1:${(other.address() as AddressInfo).port}/thing`, { agent: false });
  client.on('error', () => undefined);
  await gone.promise;
  await new Promise((resolve) => other.close(resolve));
});
