import type { Agent } from 'undici';
import { type AddressPolicy, checkTarget } from './address-policy.ts';
import { OutgoingFailure } from './outgoing-failure.ts';
import { type Resolver, resolveHost, systemResolver } from './resolve-host.ts';
import { type Hop, sendOnce } from './send-once.ts';

/** How the door works; each limit can be made smaller by a request. */
export interface OutgoingOptions extends AddressPolicy {
  /** Turns names into addresses. @default the operating system */
  readonly resolver?: Resolver;
  /** The longest a request may take with all its redirects, in milliseconds. @default 15000 */
  readonly timeoutMs?: number;
  /** The longest body that is read, in bytes. @default 5242880 */
  readonly maxBytes?: number;
}

export interface OutgoingRequest {
  /** @default 'GET' */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** Whether a certificate that does not verify is accepted. @default false */
  readonly ignoreTlsErrors?: boolean;
  readonly basicAuth?: { readonly username: string; readonly password: string } | null;
  /** How many redirects are followed; the next one is a failure, 0 hands the redirect back. @default 5 */
  readonly maxRedirects?: number;
}

/** How long the parts of the last hop took, in milliseconds; null for what did not happen. */
export interface OutgoingTimings {
  readonly dnsMs: number;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  /** From the first hop to the last byte. */
  readonly totalMs: number;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** Names in lower case; several values of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as UTF-8; bytes that are none become U+FFFD. */
  readonly text: string;
  readonly finalUrl: string;
  readonly timings: OutgoingTimings;
}

/** The one way out: everything this server sends to addresses that others chose goes through it. */
export interface Outgoing {
  /** Why the URL would be refused, as far as its spelling tells; null when it would be tried. */
  checkTarget(url: string): ReturnType<typeof checkTarget>;
  /** @throws {OutgoingFailure} */
  fetch(url: string, request?: OutgoingRequest): Promise<OutgoingAnswer>;
  close(): Promise<void>;
}

const defaults = { timeoutMs: 15_000, maxBytes: 5 * 1024 * 1024, maxRedirects: 5 };

export function createOutgoing(options: OutgoingOptions = {}): Outgoing {
  const open = new Set<Agent>();
  const rules = { policy: options, resolver: options.resolver ?? systemResolver };
  return {
    checkTarget: (url) => checkTarget(url, options),
    fetch: (url, request = {}) => follow(url, request, { options, rules, open }),
    close: async () => {
      await Promise.all([...open].map((agent) => agent.destroy()));
    },
  };
}

interface Door {
  readonly options: OutgoingOptions;
  readonly rules: { readonly policy: AddressPolicy; readonly resolver: Resolver };
  readonly open: Set<Agent>;
}

async function follow(url: string, request: OutgoingRequest, door: Door): Promise<OutgoingAnswer> {
  const startedAt = performance.now();
  const { timeoutMs, maxBytes } = toLimits(request, door.options);
  const signal = AbortSignal.timeout(timeoutMs);
  const maxRedirects = request.maxRedirects ?? defaults.maxRedirects;
  let hop = toFirstHop(url, request);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await visit(hop, { request, door, signal, maxBytes });
    const location = readLocation(answer);
    if (!location || maxRedirects === 0) return finish(answer, hop, startedAt);
    if (redirects >= maxRedirects) {
      throw new OutgoingFailure(
        'too-many-redirects',
        hop.url.href,
        `There are more than ${maxRedirects} redirects.`,
      );
    }
    hop = toNextHop(hop, answer.status, location);
  }
}

/** A request can only narrow the limits of the door. */
function toLimits(request: OutgoingRequest, options: OutgoingOptions) {
  const most = (limit: 'timeoutMs' | 'maxBytes') => options[limit] ?? defaults[limit];
  return {
    timeoutMs: Math.min(request.timeoutMs ?? Number.POSITIVE_INFINITY, most('timeoutMs')),
    maxBytes: Math.min(request.maxBytes ?? Number.POSITIVE_INFINITY, most('maxBytes')),
  };
}

interface Visit {
  readonly request: OutgoingRequest;
  readonly door: Door;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
}

/** One hop: judged, resolved, and sent to the judged address over a connection of its own. */
async function visit(hop: Hop, { request, door, signal, maxBytes }: Visit) {
  const refusal = checkTarget(hop.url, door.rules.policy);
  if (refusal) {
    throw new OutgoingFailure('refused-address', hop.url.href, `The address ${refusal.message}.`);
  }
  const before = performance.now();
  const addresses = await untilAborted(resolveHost(hop.url, door.rules), hop.url, signal);
  const dnsMs = Math.round(performance.now() - before);
  const answer = await sendOnce(hop, {
    addresses,
    dnsMs,
    signal,
    maxBytes,
    ignoreTlsErrors: request.ignoreTlsErrors ?? false,
    open: door.open,
  });
  return { ...answer, dnsMs };
}

/** A resolver cannot be interrupted; its answer is not waited for any longer. */
async function untilAborted<T>(work: Promise<T>, url: URL, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () =>
    reject(new OutgoingFailure('timeout', url.href, 'Resolving the host name took too long.'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function toFirstHop(text: string, request: OutgoingRequest): Hop {
  if (!URL.canParse(text))
    throw new OutgoingFailure('refused-address', text.slice(0, 200), 'The URL is not valid.');
  const headers: Record<string, string> = { 'user-agent': 'CheckView/1.0 (+https://checkview.io)' };
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  const { basicAuth } = request;
  if (basicAuth) {
    const pair = Buffer.from(`${basicAuth.username}:${basicAuth.password}`).toString('base64');
    headers.authorization = `Basic ${pair}`;
  }
  // Undecoded: a compressed body could be a thousand times larger than what was counted.
  headers['accept-encoding'] = 'identity';
  return { url: new URL(text), method: request.method ?? 'GET', headers, body: request.body ?? null };
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

function readLocation(answer: { status: number; headers: Readonly<Record<string, string>> }): string | null {
  return redirectStatuses.has(answer.status) ? (answer.headers.location ?? null) : null;
}

/** What a redirect asks for next, with the method and body that RFC 9110, section 15.4 leaves. */
function toNextHop(hop: Hop, status: number, location: string): Hop {
  if (!URL.canParse(location, hop.url.href)) {
    throw new OutgoingFailure('not-http', hop.url.href, 'The redirect has an address that is not valid.');
  }
  const url = new URL(location, hop.url);
  const headers = url.origin === hop.url.origin ? hop.headers : withoutSecrets(hop.headers);
  const becomesGet = status === 303 || (hop.method === 'POST' && (status === 301 || status === 302));
  if (!becomesGet || hop.method === 'HEAD') return { ...hop, url, headers };
  const { 'content-type': _, ...rest } = headers;
  return { url, method: 'GET', headers: rest, body: null };
}

/** Another origin gets no credentials; which of the caller's headers is one is not guessed, only known names stay. */
function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = new Set(['accept', 'accept-encoding', 'accept-language', 'content-type', 'user-agent']);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => kept.has(name)));
}

function finish(answer: Awaited<ReturnType<typeof visit>>, hop: Hop, startedAt: number): OutgoingAnswer {
  const { status, headers, body, dnsMs, connectMs, tlsMs } = answer;
  return {
    status,
    headers,
    body,
    text: new TextDecoder().decode(body),
    finalUrl: hop.url.href,
    timings: {
      dnsMs,
      connectMs,
      tlsMs,
      totalMs: Math.round(performance.now() - startedAt),
    },
  };
}
