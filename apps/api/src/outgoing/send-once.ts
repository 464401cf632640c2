import type { LookupFunction, Socket } from 'node:net';
import { Agent, buildConnector, errors } from 'undici';
import { OutgoingFailure } from './outgoing-failure.ts';
import type { ResolvedAddress } from './resolve-host.ts';

/** One request of a chain of redirects. */
export interface Hop {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

interface SendOptions {
  /** The only addresses that may be connected to. */
  readonly addresses: readonly ResolvedAddress[];
  /** How long it took to find them, for the failure to tell. */
  readonly dnsMs: number;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly ignoreTlsErrors: boolean;
  /** The agents at work, so that the door can end them. */
  readonly open: Set<Agent>;
}

interface HopAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
}

const maxHeaderBytes = 32 * 1024;

/**
 * Sends one request to the given addresses. The connection is never shared: one that was opened under another
 * site's policy (say, without a check of the certificate) is not used again.
 *
 * @throws {OutgoingFailure}
 */
export async function sendOnce(hop: Hop, options: SendOptions): Promise<HopAnswer> {
  const times: ConnectTimes = { connectMs: null, tlsMs: null };
  const agent = createPinnedAgent(options, times);
  options.open.add(agent);
  try {
    const answer = await agent.request({
      origin: hop.url.origin,
      path: `${hop.url.pathname}${hop.url.search}`,
      method: hop.method,
      headers: hop.headers,
      body: hop.body,
      signal: options.signal,
    });
    const headers = joinHeaders(answer.headers);
    const body = await readBody(answer.body, hop.url, options.maxBytes);
    return { status: answer.statusCode, headers, body, ...times };
  } catch (error) {
    throw toFailure(error, hop.url, options.dnsMs);
  } finally {
    options.open.delete(agent);
    await agent.destroy();
  }
}

interface ConnectTimes {
  connectMs: number | null;
  tlsMs: number | null;
}

/** The name of the host is never resolved again: its lookup answers with the addresses that were checked. */
function createPinnedAgent(options: SendOptions, times: ConnectTimes): Agent {
  const lookup: LookupFunction = (_host, { all }, answer) => {
    const [first] = options.addresses;
    if (all)
      answer(
        null,
        options.addresses.map((one) => ({ ...one })),
      );
    else if (first) answer(null, first.address, first.family);
  };
  const connect = buildConnector({
    lookup,
    allowH2: false,
    autoSelectFamily: true,
    maxCachedSessions: 0,
    rejectUnauthorized: !options.ignoreTlsErrors,
    timeout: 10_000,
  });
  return new Agent({
    connect: (target, done) => {
      const startedAt = performance.now();
      // The types promise nothing, but a connector of undici returns its socket.
      const socket = connect(target, done) as unknown as Socket;
      socket.once('connect', () => {
        times.connectMs = Math.round(performance.now() - startedAt);
      });
      socket.once('secureConnect', () => {
        times.tlsMs = Math.round(performance.now() - startedAt) - (times.connectMs ?? 0);
      });
    },
    maxHeaderSize: maxHeaderBytes,
    pipelining: 0,
  });
}

/** Stops at the first byte too many, whatever length was announced. */
async function readBody(body: AsyncIterable<Uint8Array>, url: URL, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) {
      throw new OutgoingFailure('too-large', url.href, `The answer is longer than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function joinHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const joined: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}

function toFailure(error: unknown, url: URL, dnsMs: number): OutgoingFailure {
  if (error instanceof OutgoingFailure)
    return new OutgoingFailure(error.kind, url.href, error.message, { dnsMs });
  const code = readCode(error);
  const fail = (kind: OutgoingFailure['kind'], message: string) =>
    new OutgoingFailure(kind, url.href, message, { cause: error, dnsMs });
  if (isTimeout(error, code)) return fail('timeout', `${url.host} did not answer in time.`);
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return fail('too-large', 'The headers of the answer are too long.');
  if (isTlsCode(code)) return fail('tls-error', `The TLS connection to ${url.host} failed (${code}).`);
  if (errorName(error) === 'HTTPParserError' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return fail('not-http', `What ${url.host} answered is not HTTP.`);
  }
  return fail('connection-failed', `The connection to ${url.host} failed${code ? ` (${code})` : ''}.`);
}

function isTimeout(error: unknown, code: string): boolean {
  if (error instanceof DOMException && error.name === 'TimeoutError') return true;
  if (error instanceof errors.ConnectTimeoutError || error instanceof errors.HeadersTimeoutError) return true;
  return code === 'ETIMEDOUT' || code === 'UND_ERR_BODY_TIMEOUT' || code === 'UND_ERR_ABORTED';
}

/** OpenSSL's and Node's own names for a handshake or certificate that fails. */
function isTlsCode(code: string): boolean {
  return /^(?:ERR_SSL|ERR_TLS|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/.test(
    code,
  );
}

/** The parser of undici does not always pass on a code. */
function errorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function readCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return readCode(error.errors[0]);
  return '';
}
