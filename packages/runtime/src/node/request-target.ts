import type { IncomingMessage } from 'node:http';

/** Where a request goes. */
export interface Target {
  /** For example `http://api.example.com:8080`. */
  readonly origin: string;
  /** Path and query as a URL parser leaves them. */
  readonly target: string;
}

/** What no URL parser changes: no dot segments, and none of the characters that it encodes or turns. */
const PLAIN_TARGET = /^\/[\w~!$&()*+,;=:@/?%.-]*$/;
const DOT_SEGMENT = /\/(?:\.|%2e)/i;
const PLAIN_HOST = /^[a-z0-9.-]+(?::\d+)?$/;

/** Undefined for a request line or a `Host` that makes no URL. */
export function readTarget(incoming: IncomingMessage): Target | undefined {
  const { url = '' } = incoming;
  if (hasSecondHost(incoming.rawHeaders)) return undefined;
  const scheme = 'encrypted' in incoming.socket ? 'https' : 'http';
  // HTTP/1.0 needs no Host; of HTTP/1.1 Node lets nothing through without one.
  const host = incoming.headers.host ?? 'localhost';
  if (PLAIN_HOST.test(host) && PLAIN_TARGET.test(url) && !DOT_SEGMENT.test(url)) {
    return { origin: `${scheme}://${host}`, target: url };
  }
  return parseTarget(url, `${scheme}://${host}`);
}

/** RFC 9112, section 3.2: a server answers it 400. Node takes the first, a proxy perhaps the other. */
function hasSecondHost(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

function parseTarget(url: string, origin: string): Target | undefined {
  // RFC 9112, section 3.2.2: a request line may hold a whole URL, which then stands above Host.
  const isAbsolute = /^https?:\/\//i.test(url);
  if (!isAbsolute && (!url.startsWith('/') || !isOrigin(origin))) return undefined;
  const parsed = URL.parse(isAbsolute ? url : origin + url);
  // A backslash is a slash to a URL parser and to nobody who guards a path before us.
  if (parsed === null || url.split('?', 1)[0]?.includes('\\')) return undefined;
  return { origin: parsed.origin, target: parsed.pathname + parsed.search };
}

/** A `Host` with a path, a query or credentials in it would move the path of the request. */
function isOrigin(text: string): boolean {
  const parsed = URL.parse(text);
  return parsed !== null && parsed.pathname === '/' && parsed.href === `${parsed.origin}/`;
}
