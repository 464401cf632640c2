import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Answers requests that came to the proxy. */
export type ProxyHandler = (request: Request) => Promise<Response>;

/** A small HTTP server on the loopback address that stands before a target. */
export interface FaultProxy {
  /** Where it listens, with the path of the target: stands in the target's place before the paths. */
  readonly url: string;
  /** Sends a request that is addressed to the proxy to the same path of the target, and nowhere else. */
  forward(request: Request): Promise<Response>;
  /** Lets a handler answer from now on; at first everything is forwarded as it is. */
  serve(handler: ProxyHandler): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const base = new URL(target);
  let handler: ProxyHandler = forward;
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, {
      origin: `http://127.0.0.1:${portOf(server)}`,
      handle: (request) => handler(request),
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });

  async function forward(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const url = new URL(`${pathname}${search}`, base.origin);
    const body = request.body === null ? undefined : await request.arrayBuffer();
    const sent = new Request(url, {
      method: request.method,
      headers: withoutHopHeaders(request.headers),
      redirect: 'manual', // A redirect is an answer of its own, and may lead to a host that was not named.
      signal: request.signal,
      ...(body === undefined || body.byteLength === 0 ? {} : { body }),
    });
    return plain(await fetch(sent));
  }

  return {
    url: `http://127.0.0.1:${portOf(server)}${base.pathname.replace(/\/+$/, '')}`,
    forward,
    serve: (next) => {
      handler = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Headers that speak of one connection and not of the message (RFC 9110, section 7.6.1), and what `fetch` sets. */
const hopHeaders = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'expect',
  'content-length',
] as const;

function withoutHopHeaders(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of hopHeaders) kept.delete(name);
  kept.set('accept-encoding', 'identity'); // Faults are put into plain bodies.
  return kept;
}

/** `fetch` has undone a compression that the headers still tell of. */
function plain(response: Response): Response {
  if (!response.headers.has('content-encoding')) return response;
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(response.body, { status: response.status, headers });
}

/** Larger bodies are refused. */
const maxBodyBytes = 16 * 1024 * 1024;

interface Answering {
  readonly origin: string;
  readonly handle: ProxyHandler;
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { origin, handle }: Answering,
): Promise<void> {
  try {
    const request = await toRequest(incoming, origin);
    if (request instanceof Response) await send(request, outgoing);
    else await send(await handle(request), outgoing);
  } catch (error) {
    const reason =
      error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : '';
    if (outgoing.headersSent) outgoing.destroy();
    else await send(refusal(502, `The target gave no answer: ${reason}`), outgoing);
  }
}

const refusal = (status: number, text: string): Response =>
  new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain' } });

/** A page of the web whose host name was made to lead here (DNS rebinding) gets nothing. */
const isOwnHost = (host: string | undefined): boolean =>
  /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');

async function toRequest(incoming: IncomingMessage, origin: string): Promise<Request | Response> {
  const { method = 'GET', url = '/', headers } = incoming;
  if (!isOwnHost(headers.host)) return refusal(403, 'This proxy answers only to its own address.');
  if (!url.startsWith('/')) return refusal(400, 'The target of the request must be a path.');
  if (['CONNECT', 'TRACE', 'TRACK'].includes(method)) return refusal(501, `${method} is not forwarded.`);
  const body = await readBody(incoming);
  if (body === undefined) return refusal(413, `A body has at most ${maxBodyBytes} bytes.`);
  const pairs = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value) => [name, value] as [string, string]),
  );
  const hasBody = body.length > 0 && method !== 'GET' && method !== 'HEAD';
  return new Request(origin + url, {
    method,
    headers: pairs,
    redirect: 'manual',
    ...(hasBody ? { body } : {}),
  });
}

async function readBody(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  for (const [name, value] of response.headers) {
    if (
      name !== 'set-cookie' &&
      name !== 'content-length' &&
      name !== 'transfer-encoding' &&
      name !== 'connection'
    ) {
      outgoing.setHeader(name, value);
    }
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(response.status);
  // A response body is async iterable in Node, which the DOM's types do not say.
  for await (const chunk of (response.body as unknown as AsyncIterable<Uint8Array> | null) ?? [])
    outgoing.write(chunk);
  outgoing.end();
}
