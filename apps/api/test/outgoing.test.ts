import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkTarget, isPublicAddress } from '../src/outgoing/address-policy.ts';
import { createOutgoing, type OutgoingOptions, type OutgoingRequest } from '../src/outgoing/outgoing.ts';
import { OutgoingFailure } from '../src/outgoing/outgoing-failure.ts';
import type { ResolvedAddress, Resolver } from '../src/outgoing/resolve-host.ts';
import { certificate, certificateKey } from './support/self-signed-certificate.ts';

/** Spellings of targets that must not be visited; `PORT` is that of a canary on the loopback addresses. */
const forbiddenTargets = [
  'http://127.0.0.1:PORT/',
  'http://127.0.0.1/',
  'http://127.1:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f.1:PORT/',
  'http://0x7f000001/',
  'http://0177.0.0.1:PORT/',
  'http://0.0.0.0:PORT/',
  'http://0/',
  'http://[::]:PORT/',
  'http://[::1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::7f00:1]/',
  'http://10.0.0.1/',
  'http://10.255.255.255/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://169.254.169.254/latest/meta-data/',
  'http://192.0.0.192/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://198.51.100.1/',
  'http://203.0.113.1/',
  'http://168.63.129.16/',
  'http://[fd00::1]/',
  'http://[fc00::1]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[4000::1]/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://localhost:PORT/',
  'http://localhost.:PORT/',
  'http://LOCALHOST/',
  'http://sub.localhost/',
  'http://printer.local/',
  'http://metadata.google.internal/',
  'http://router/',
  'http://①②⑦.0.0.1:PORT/',
  'http://127。0。0。1/',
  'http://[host]/',
  'http://user@127.0.0.1:PORT/',
  'https://user:secret@example.com/',
  'http://example.com:22/',
  'http://example.com:25/',
  'http://example.com:5432/',
  'http://example.com:6379/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'data:text/html,hello',
  'gopher://127.0.0.1/',
  'javascript:alert(1)',
  '//example.com/',
  '',
] as const;

const openServers: Server[] = [];

async function serve(listener: RequestListener, host = '127.0.0.1', port = 0): Promise<number> {
  const server = createServer({ maxHeaderSize: 1_000_000 }, listener);
  openServers.push(server);
  return await listenOn(server, host, port);
}

async function listenOn(server: TcpServer, host: string, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

afterEach(async () => {
  await Promise.all(
    openServers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

async function failureOf(url: string, options: OutgoingOptions = {}, request: OutgoingRequest = {}) {
  const failure = await createOutgoing(options)
    .fetch(url, request)
    .then(
      () => null,
      (error: unknown) => error,
    );
  if (!(failure instanceof OutgoingFailure)) throw new Error(`${url} was visited.`);
  return failure;
}

const answering = (...addresses: readonly string[]): Resolver => {
  const answers = addresses.map(
    (address): ResolvedAddress => ({ address, family: address.includes(':') ? 6 : 4 }),
  );
  return async () => answers;
};

/** Development, where names of the tests lead to this machine. */
const here: OutgoingOptions = { allowLoopback: true, resolver: answering('127.0.0.1') };

describe('targets', () => {
  let hits = 0;
  let port = 0;
  const canaries: Server[] = [];

  beforeAll(async () => {
    const count: RequestListener = (_request, response) => {
      hits += 1;
      response.end();
    };
    const first = createServer(count);
    port = await listenOn(first, '127.0.0.1');
    const second = createServer(count);
    await listenOn(second, '::1', port);
    for (const canary of [first, second]) {
      canary.on('connection', () => {
        hits += 1;
      });
      canaries.push(canary);
    }
  });

  afterAll(() => {
    for (const canary of canaries) canary.close();
  });

  test.each(forbiddenTargets)('S-1: %s is refused at creation and at connection', async (spelling) => {
    const url = spelling.replace('PORT', String(port));
    expect(checkTarget(url)).toMatchObject({ message: expect.stringMatching(/^must /) });
    const failure = await failureOf(url, { resolver: answering('127.0.0.1') });
    expect(failure.kind).toBe('refused-address');
    expect(hits).toBe(0);
  });

  test.each([
    'https://shop.acme.example/',
    'http://example.com/',
    'https://example.com:8443/blog/',
    'http://example.com:8080/',
    'https://93.184.215.14/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
    'https://bücher.example/',
    'https://10.example.com/',
  ])('%s is accepted', (url) => {
    expect(checkTarget(url)).toBeNull();
  });

  test.each(['::ffff:8.8.8.8', '::8.8.8.8', '64:ff9b::808:808', 'not-an-address'])(
    'the address %s is not public, whatever it carries',
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
    },
  );

  test('S-1: the loopback addresses are visited when the configuration allows it', async () => {
    hits = 0;
    const outgoing = createOutgoing({ allowLoopback: true });
    for (const host of ['127.0.0.1', '127.1', '[::1]', 'localhost.']) {
      expect(outgoing.checkTarget(`http://${host}:${port}/`)).toBeNull();
      expect((await outgoing.fetch(`http://${host}:${port}/`)).status).toBe(200);
    }
    expect(hits).toBeGreaterThanOrEqual(4);
    hits = 0;
  });

  test.each(['http://10.0.0.1/', 'http://169.254.169.254/', 'http://[fd00::1]/', 'http://example.com:22/'])(
    'allowing loopback does not allow %s',
    (url) => {
      expect(checkTarget(url, { allowLoopback: true })).not.toBeNull();
    },
  );
});

describe('names', () => {
  test.each([
    ['a private address', ['10.0.0.5']],
    ['the loopback address', ['127.0.0.1']],
    ['a public and a private address', ['93.184.215.14', '192.168.1.1']],
    ['a public and the loopback address of the other family', ['93.184.215.14', '::1']],
    ['a mapped address', ['::ffff:10.0.0.5']],
  ])('S-2: a name that resolves to %s is refused', async (_what, addresses) => {
    const failure = await failureOf('http://rebind.example/', { resolver: answering(...addresses) });
    expect(failure.kind).toBe('refused-address');
  });

  test('S-2: the connection uses the checked address though the name changes after the check', async () => {
    let isVisited = false;
    const port = await serve((_request, response) => {
      isVisited = true;
      response.end();
    });
    let asked = 0;
    const resolver: Resolver = async () => {
      asked += 1;
      // A second look at the name would lead nowhere: this documentation address is never routed.
      return [{ address: asked === 1 ? '127.0.0.1' : '203.0.113.9', family: 4 }];
    };
    const answer = await createOutgoing({ allowLoopback: true, resolver }).fetch(
      `http://name.localhost:${port}/`,
    );
    expect({ status: answer.status, isVisited, asked }).toEqual({ status: 200, isVisited: true, asked: 1 });
  });

  test('S-2: the next request checks the name again', async () => {
    const answers = ['127.0.0.1', '10.0.0.1'];
    const port = await serve((_request, response) => response.end());
    const resolver: Resolver = async () => [{ address: answers.shift() ?? '', family: 4 }];
    const outgoing = createOutgoing({ allowLoopback: true, resolver });
    expect((await outgoing.fetch(`http://name.localhost:${port}/`)).status).toBe(200);
    await expect(outgoing.fetch(`http://name.localhost:${port}/`)).rejects.toMatchObject({
      kind: 'refused-address',
    });
  });

  test('a name without an address is a failure of DNS', async () => {
    expect((await failureOf('http://nowhere.example/', { resolver: answering() })).kind).toBe('dns-failed');
    const refusing: Resolver = () => Promise.reject(new Error('ENOTFOUND'));
    expect((await failureOf('http://nowhere.example/', { resolver: refusing })).kind).toBe('dns-failed');
  });

  test('a resolver that never answers ends at the limit of time', async () => {
    const silent: Resolver = () => new Promise(() => undefined);
    expect((await failureOf('http://slow.example/', { resolver: silent }, { timeoutMs: 50 })).kind).toBe(
      'timeout',
    );
  });
});

describe('redirects', () => {
  const privateTargets = [
    'http://10.0.0.1/',
    'http://[fd00::1]/',
    'http://169.254.169.254/',
    'file:///etc/passwd',
    'http://a@b.example/',
  ];

  test.each([301, 302, 303, 307, 308])(
    'S-3: a %i to a private address is refused at that hop',
    async (status) => {
      for (const location of privateTargets) {
        const port = await serve((_request, response) => response.writeHead(status, { location }).end());
        const failure = await failureOf(`http://site.localhost:${port}/`, here);
        expect(failure).toMatchObject({ kind: 'refused-address', url: location });
      }
    },
  );

  test('S-3: a redirect on hop 5 to a name that resolves to a private address is refused', async () => {
    let hops = 0;
    const port = await serve((_request, response) => {
      hops += 1;
      const location = hops < 5 ? `/hop-${hops}` : 'http://inside.example/';
      response.writeHead(302, { location }).end();
    });
    const resolver: Resolver = async (host) => [
      { address: host === 'inside.example' ? '192.168.1.1' : '127.0.0.1', family: 4 },
    ];
    const failure = await failureOf(`http://site.localhost:${port}/`, { allowLoopback: true, resolver });
    expect({ kind: failure.kind, url: failure.url, hops }).toEqual({
      kind: 'refused-address',
      url: 'http://inside.example/',
      hops: 5,
    });
  });

  test('O-12: five redirects are followed, the sixth is a failure', async () => {
    const port = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('arrived');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const answer = await createOutgoing(here).fetch(`http://site.localhost:${port}/5`);
    expect(answer).toMatchObject({ text: 'arrived', finalUrl: `http://site.localhost:${port}/0` });
    expect((await failureOf(`http://site.localhost:${port}/6`, here)).kind).toBe('too-many-redirects');
  });

  test('a redirect to another origin loses the credentials, one to the same origin keeps them', async () => {
    const seen: Record<string, unknown> = {};
    const far = await serve((request, response) => {
      seen.far = { authorization: request.headers.authorization, secret: request.headers['x-secret'] };
      response.end();
    });
    const near = await serve((request, response) => {
      seen[request.url ?? ''] = {
        authorization: request.headers.authorization,
        secret: request.headers['x-secret'],
      };
      const location = request.url === '/a' ? '/b' : `http://other.localhost:${far}/`;
      response.writeHead(307, { location }).end();
    });
    await createOutgoing(here).fetch(`http://site.localhost:${near}/a`, {
      basicAuth: { username: 'u', password: 'p' },
      headers: { 'X-Secret': 's' },
    });
    const sent = { authorization: 'Basic dTpw', secret: 's' };
    expect(seen).toEqual({ '/a': sent, '/b': sent, far: { authorization: undefined, secret: undefined } });
  });

  test('303 turns a POST into a GET without a body, 307 keeps both', async () => {
    const seen: string[] = [];
    const port = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${body}`);
        if (request.url === '/see') response.writeHead(303, { location: '/seen' }).end();
        else if (request.url === '/keep') response.writeHead(307, { location: '/kept' }).end();
        else response.end();
      });
    });
    const outgoing = createOutgoing(here);
    await outgoing.fetch(`http://site.localhost:${port}/see`, { method: 'POST', body: 'x' });
    await outgoing.fetch(`http://site.localhost:${port}/keep`, { method: 'POST', body: 'x' });
    expect(seen).toEqual(['POST /see x', 'GET /seen ', 'POST /keep x', 'POST /kept x']);
  });

  test('without redirects allowed the redirect itself is the answer', async () => {
    const port = await serve((_request, response) =>
      response.writeHead(301, { location: 'http://10.0.0.1/' }).end(),
    );
    const answer = await createOutgoing(here).fetch(`http://site.localhost:${port}/`, { maxRedirects: 0 });
    expect(answer.status).toBe(301);
  });
});

describe('hostile answers', () => {
  test('O-12: a body longer than the limit ends the request and the connection', async () => {
    const { promise: isClosed, resolve } = Promise.withResolvers<void>();
    const port = await serve((request, response) => {
      request.socket.on('close', () => resolve());
      const chunk = Buffer.alloc(64 * 1024);
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
    });
    const failure = await failureOf(`http://site.localhost:${port}/`, here, { maxBytes: 100_000 });
    expect(failure.kind).toBe('too-large');
    await isClosed;
  });

  test('O-12: a body of exactly the limit is read', async () => {
    const port = await serve((_request, response) => response.end(Buffer.alloc(1_000)));
    const answer = await createOutgoing(here).fetch(`http://site.localhost:${port}/`, { maxBytes: 1_000 });
    expect(answer.body.byteLength).toBe(1_000);
  });

  test('O-12: a compressed body that nobody asked for is not unpacked', async () => {
    const packed = gzipSync(Buffer.alloc(10_000_000));
    let accepted: unknown;
    const port = await serve((request, response) => {
      accepted = request.headers['accept-encoding'];
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    });
    const answer = await createOutgoing(here).fetch(`http://site.localhost:${port}/`, {
      headers: { 'Accept-Encoding': 'gzip' },
    });
    expect({ accepted, length: answer.body.byteLength }).toEqual({
      accepted: 'identity',
      length: packed.byteLength,
    });
  });

  test('O-12: a body that trickles ends at the limit of time', async () => {
    const port = await serve((_request, response) => {
      response.write('a');
      const timer = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect((await failureOf(`http://site.localhost:${port}/`, here, { timeoutMs: 300 })).kind).toBe(
      'timeout',
    );
  });

  test('O-12: a server that never answers ends at the limit of time', async () => {
    const port = await serve(() => undefined);
    expect((await failureOf(`http://site.localhost:${port}/`, here, { timeoutMs: 200 })).kind).toBe(
      'timeout',
    );
  });

  test('O-12: headers that are too long are a failure', async () => {
    const port = await serve((_request, response) =>
      response.writeHead(200, { 'x-a': 'x'.repeat(100_000) }).end(),
    );
    expect((await failureOf(`http://site.localhost:${port}/`, here)).kind).toBe('too-large');
  });

  test('O-12: bytes that are no UTF-8 become replacement characters', async () => {
    const port = await serve((_request, response) => response.end(Buffer.from([0x61, 0xff, 0xc3, 0x28])));
    expect((await createOutgoing(here).fetch(`http://site.localhost:${port}/`)).text).toBe('a\uFFFD\uFFFD(');
  });

  test('O-12: what is not HTTP is a failure', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-OpenSSH_9.6\r\n');
    });
    const port = await listenOn(server, '127.0.0.1');
    expect((await failureOf(`http://site.localhost:${port}/`, here)).kind).toBe('not-http');
    server.close();
  });

  test('a port where nobody listens is a failure of the connection', async () => {
    const port = await serve(() => undefined);
    await new Promise((resolve) => openServers.splice(0)[0]?.close(resolve));
    expect((await failureOf(`http://site.localhost:${port}/`, here)).kind).toBe('connection-failed');
  });

  test('O-12: a certificate that does not verify is a failure, unless the website ignores it', async () => {
    const server = createSecureServer({ key: certificateKey, cert: certificate }, (_request, response) =>
      response.end('ok'),
    );
    openServers.push(server);
    const port = await listenOn(server, '127.0.0.1');
    const url = `https://site.localhost:${port}/`;
    expect((await failureOf(url, here)).kind).toBe('tls-error');
    const answer = await createOutgoing(here).fetch(url, { ignoreTlsErrors: true });
    expect(answer).toMatchObject({ status: 200, text: 'ok', timings: { tlsMs: expect.any(Number) } });
    // The connection that was opened without the check is not used for a request with it.
    expect((await failureOf(url, here)).kind).toBe('tls-error');
  });
});
