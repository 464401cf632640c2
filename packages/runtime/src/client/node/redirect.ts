import type { Readable } from 'node:stream';

/** One request as undici sends it. */
export interface Sending {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | Readable | null;
}

/** What tells about a body, and goes with it (WHATWG Fetch, "request-body-header name"). */
const bodyHeaders = ['content-encoding', 'content-language', 'content-location', 'content-type'];
/** What is meant for one origin alone. */
const secrets = ['authorization', 'proxy-authorization', 'cookie', 'host'];

/** The address that an answer sends the caller on to, as it came; `undefined` where it does not. */
export const locationOf = (status: number, location: unknown): string | undefined =>
  [301, 302, 303, 307, 308].includes(status) && typeof location === 'string' ? location : undefined;

/**
 * The request that a redirect asks for (WHATWG Fetch, "HTTP-redirect fetch").
 * @throws {Error} for an address that is not one of HTTP, and for a stream, which is gone
 */
export function redirected(sent: Sending, status: number, location: string): Sending {
  const from = new URL(sent.url);
  const to = new URL(location, from);
  if (!/^https?:$/.test(to.protocol))
    throw new Error(`${sent.url} redirects to ${to.href}, which is no address of HTTP`);
  to.hash ||= from.hash;
  const headers = new Headers(sent.headers);
  if (to.origin !== from.origin) for (const name of secrets) headers.delete(name);
  const becomesGet =
    (status === 303 && !/^(GET|HEAD)$/.test(sent.method)) || (status < 303 && sent.method === 'POST');
  if (becomesGet) {
    for (const name of bodyHeaders) headers.delete(name);
    return { url: to.href, method: 'GET', headers, body: null };
  }
  const isStream = sent.body !== null && typeof sent.body !== 'string' && !(sent.body instanceof Uint8Array);
  if (isStream) throw new Error(`${sent.url} redirects to ${to.href}, and a stream is sent once`);
  return { ...sent, url: to.href, headers };
}
