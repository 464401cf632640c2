import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AnyHandlers, HandlerRequest, IncomingRequest } from '@plumbline/runtime/server';
import { createServer } from '@plumbline/runtime/server';
import { describe, expect, test, vi } from 'vitest';
import { BEARER, content, contractOf, json, operation, response } from './support/contract.ts';
import { startNode } from './support/start-node.ts';

const contract = contractOf([
  operation('read', { path: '/things/{id}' }),
  operation('create', {
    method: 'POST',
    requestBody: { required: true, content: [json({ type: 'object' })] },
    responses: [response('200', [json({})]), response('4XX', [content('application/problem+json')])],
  }),
]);

function serverOf(handlers: AnyHandlers = {}, options: { readonly maxBodyBytes?: number } = {}) {
  const unused = () => ({ status: 200, body: {} });
  return createServer(contract, { read: unused, create: unused, ...handlers }, options);
}

/** Sends bytes as they are and reads until the server closes the connection. */
async function exchangeBytes(port: number, sent: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // a connection that the server ends while we write is no failure here
  socket.write(sent, 'latin1');
  return text(socket);
}

function get(target: string, headers = 'Host: api.test\r\n'): string {
  return `GET ${target} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`;
}

describe('the target of a request', () => {
  const seen = { read: ({ raw }: HandlerRequest) => ({ status: 200, body: raw.url }) };

  test.each([
    ['/things/1?a=b', 'http://api.test/things/1?a=b'],
    ['/x/../things/1', 'http://api.test/things/1'],
    ['/x/%2e%2E/things/1', 'http://api.test/things/1'],
    ["/things/1?q='", 'http://api.test/things/1?q=%27'],
    ['/things/1#fragment', 'http://api.test/things/1'],
    ['http://other.test/things/1', 'http://other.test/things/1'],
    ['/things/a%2Fb', 'http://api.test/things/a%2Fb'],
  ])('%s is read as a URL parser reads it', async (target, url) => {
    await using node = await startNode(serverOf(seen));
    const answer = await exchangeBytes(node.port, get(target));
    expect(answer).toContain('HTTP/1.1 200 OK');
    expect(answer).toContain(JSON.stringify(url));
  });

  test.each(['*', '/things\\..\\1', 'ftp://api.test/things/1', 'http://'])(
    '%s answers 400',
    async (target) => {
      await using node = await startNode(serverOf());
      expect(await exchangeBytes(node.port, get(target))).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  test.each(['a/b', 'a?b', 'a#b', 'user@a', 'a, b', 'a b', '[::1', ''])(
    'a host %j answers 400',
    async (host) => {
      await using node = await startNode(serverOf());
      expect(await exchangeBytes(node.port, get('/things/1', `Host: ${host}\r\n`))).toMatch(
        /^HTTP\/1\.1 400 /,
      );
    },
  );

  test('two hosts answer 400', async () => {
    await using node = await startNode(serverOf());
    const answer = await exchangeBytes(node.port, get('/things/1', 'Host: a\r\nHOST: a\r\n'));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each(['[::1]:8080', 'localhost', 'API.test:1'])('a host %s is taken', async (host) => {
    await using node = await startNode(serverOf(seen));
    const answer = await exchangeBytes(node.port, get('/things/1', `Host: ${host}\r\n`));
    expect(answer).toContain(JSON.stringify(`http://${host.toLowerCase()}/things/1`));
  });
});

test('a header that is sent twice arrives with a comma, also one of which Node keeps the first', async () => {
  let sent: string | null = null;
  const server = {
    async answer(request: IncomingRequest) {
      sent = request.header('authorization');
      return { status: 204, headers: {}, body: null };
    },
  };
  await using node = await startNode(server);
  await exchangeBytes(
    node.port,
    get('/', 'Host: a\r\nAuthorization: Bearer a\r\nauthorization: Bearer b\r\n'),
  );
  expect(sent).toBe('Bearer a, Bearer b');
});

describe('a body', () => {
  const post = 'POST /things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

  test('that passes the limit answers 413 and ends the connection if it goes on', async () => {
    await using node = await startNode(serverOf({}, { maxBodyBytes: 20 }));
    const chunk = `10\r\n${' '.repeat(16)}\r\n`;
    const answer = await exchangeBytes(
      node.port,
      `${post}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(4)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('urn:problem-type:payload-too-large');
  });

  test('that nobody reads leaves the connection clean for the next request', async () => {
    await using node = await startNode(serverOf({}, { maxBodyBytes: 20 }));
    const large = `${post}Content-Length: 100\r\n\r\n${' '.repeat(100)}`;
    const answer = await exchangeBytes(node.port, large + get('/things/1'));
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });

  test('that breaks off reaches no handler', async () => {
    const create = vi.fn(() => ({ status: 200, body: {} }));
    await using node = await startNode(serverOf({ create }));
    const socket = connect(node.port, '127.0.0.1');
    socket.end(`${post}Content-Length: 10\r\n\r\n{"a"`);
    const answer = await text(socket);
    expect(answer === '' || answer.startsWith('HTTP/1.1 400 ')).toBe(true);
    expect(create).not.toHaveBeenCalled();
  });

  test('in many pieces is read as one', async () => {
    const create = ({ body }: HandlerRequest) => ({ status: 200, body });
    await using node = await startNode(serverOf({ create }));
    const body = { text: 'ä'.repeat(200_000) };
    const answer = await fetch(`${node.url}/things`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    expect(await answer.json()).toEqual(body);
  });

  test('is there for the frame also after a security handler looked at the request', async () => {
    const secured = contractOf(
      [
        operation('create', {
          method: 'POST',
          security: [{ schemes: [{ name: 'token', scopes: [] }] }],
          requestBody: { required: true, content: [json({ type: 'object' })] },
        }),
      ],
      [BEARER],
    );
    const token = (_: unknown, { request }: { readonly request: Request }) => ({
      id: request.headers.get('user-agent') ?? '',
      tenant: 'a',
      scopes: [],
      roles: [],
    });
    const create = ({ body }: HandlerRequest, context: { readonly principal: { readonly id: string } }) => ({
      status: 200,
      body: { body, id: context.principal.id },
    });
    const server = createServer(secured, { create }, { ...({ security: { token } } as object) });
    await using node = await startNode(server);
    const headers = { 'content-type': 'application/json', authorization: 'Bearer a', 'user-agent': 'me' };
    const answer = await fetch(`${node.url}/things`, { method: 'POST', body: '{"a":1}', headers });
    expect(await answer.json()).toEqual({ body: { a: 1 }, id: 'me' });
  });
});

describe('an answer that is a stream', () => {
  test('is let go of when the client leaves', async () => {
    const { promise: cancelled, resolve } = Promise.withResolvers<void>();
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
      cancel: () => resolve(),
    });
    await using node = await startNode(rawServer(stream));
    const socket = connect(node.port, '127.0.0.1');
    socket.write(get('/'));
    await once(socket, 'data');
    socket.destroy();
    await cancelled;
  });

  test('breaks the connection when it breaks off, so that half is not taken for the whole', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('half'));
        controller.error(new Error('the disk is gone'));
      },
    });
    await using node = await startNode(rawServer(stream));
    const answer = await exchangeBytes(node.port, get('/'));
    expect(answer).not.toContain('0\r\n\r\n');
    expect(told).toHaveBeenCalledWith('An answer broke off:', expect.any(Error));
    told.mockRestore();
  });

  function rawServer(body: ReadableStream<Uint8Array>) {
    return { answer: async () => ({ status: 200, headers: {}, body }) };
  }
});

test('a request that its handler looks at is aborted when the client leaves', async () => {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const read = async ({ raw }: HandlerRequest) => {
    raw.signal.addEventListener('abort', () => resolve());
    begin();
    await aborted;
    return { status: 200, body: {} };
  };
  await using node = await startNode(serverOf({ read }));
  const socket = connect(node.port, '127.0.0.1');
  socket.write(get('/things/1'));
  await begun;
  socket.destroy();
  await aborted;
});

test('an answer without a body says so, and one to HEAD does not', async () => {
  const server = { answer: async () => ({ status: 200, headers: { 'x-a': 'b' }, body: null }) };
  await using node = await startNode(server);
  expect(await exchangeBytes(node.port, get('/'))).toMatch(/content-length: 0/i);
  const head = await exchangeBytes(node.port, get('/').replace('GET', 'HEAD'));
  expect(head).not.toMatch(/content-length|transfer-encoding/i);
});
