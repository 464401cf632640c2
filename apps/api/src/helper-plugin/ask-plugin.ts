import type { Outgoing, OutgoingAnswer } from '../outgoing/outgoing.ts';
import { ConnectionTrouble, findBarrier, toTrouble } from './connection-trouble.ts';
import type { PluginKeys } from './plugin-keys.ts';
import { signPluginToken } from './sign-plugin-token.ts';
import { readObject } from './untrusted.ts';

/** A website as it is visited. */
export interface SiteAccess {
  /** The normalised URL, with a slash at its end. */
  readonly url: string;
  readonly basicAuth: { readonly username: string; readonly password: string } | null;
  readonly ignoreTlsErrors: boolean;
}

export interface PluginDoor {
  readonly outgoing: Outgoing;
  readonly keys: PluginKeys;
}

const pluginTimeoutMs = 20_000;

/**
 * Asks a route of the helper plugin and returns its parsed JSON.
 *
 * @throws {ConnectionTrouble}
 */
export async function askPlugin(
  door: PluginDoor,
  site: SiteAccess,
  question: { readonly route: string; readonly query?: Readonly<Record<string, string>> },
): Promise<unknown> {
  const answer = await visitSite(door.outgoing, site, await toPluginRequest(door.keys, site, question));
  const barrier = findBarrier(answer);
  if (barrier) throw barrier;
  const body = parseJson(answer.text);
  if (answer.status === 200 && body !== undefined) return body;
  throw toRejection(answer, readObject(body)?.code);
}

/** The `body_response` of the envelope that most routes wrap their answer in; null without one. */
export function unwrap(body: unknown): unknown {
  const envelope = readObject(body);
  const isRefused = typeof envelope?.status === 'number' && envelope.status >= 400;
  return isRefused ? null : (envelope?.body_response ?? null);
}

interface SiteRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxRedirects?: number;
}

/**
 * A request with the website's own access settings.
 *
 * @throws {ConnectionTrouble}
 */
export async function visitSite(
  outgoing: Outgoing,
  site: SiteAccess,
  request: SiteRequest,
): Promise<OutgoingAnswer> {
  try {
    return await outgoing.fetch(request.url, {
      ...(request.headers && { headers: request.headers }),
      ...(request.maxRedirects !== undefined && { maxRedirects: request.maxRedirects }),
      timeoutMs: pluginTimeoutMs,
      ignoreTlsErrors: site.ignoreTlsErrors,
      basicAuth: site.basicAuth,
    });
  } catch (error) {
    throw toTrouble(error);
  }
}

/** The token goes into the header, or into the query when basic authentication needs the header. */
async function toPluginRequest(
  keys: PluginKeys,
  site: SiteAccess,
  question: { readonly route: string; readonly query?: Readonly<Record<string, string>> },
): Promise<SiteRequest> {
  const url = new URL(`wp-json/checkview/v1/${question.route}`, site.url);
  for (const [name, value] of Object.entries(question.query ?? {})) url.searchParams.set(name, value);
  const token = await signPluginToken(keys, site.url);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (site.basicAuth) url.searchParams.set('_checkview_token', token);
  else headers.authorization = `Bearer ${token}`;
  return { url: url.href, headers };
}

/** The codes with which WordPress and the plugin say why they refuse. */
function toRejection({ status }: OutgoingAnswer, code: unknown): ConnectionTrouble {
  if (status === 404) {
    const message =
      code === 'rest_no_route' || code === 'error'
        ? 'The helper plugin is not active on the website.'
        : 'The website has no route of the helper plugin.';
    return new ConnectionTrouble('plugin-not-found', message);
  }
  if (status === 400 || status === 401 || status === 403) {
    return new ConnectionTrouble('plugin-rejected-request', `The helper plugin answered ${status}.`);
  }
  const message =
    status === 200 ? 'The helper plugin did not answer with JSON.' : `The website answered ${status}.`;
  return new ConnectionTrouble('http-error', message);
}

/** The value of a JSON text; undefined if it is none. PHP warnings before it make it none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
