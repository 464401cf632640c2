import type { OperationCall, Transport } from '../core/operation-call.ts';
import type { ClientFacts } from '../operation-facts.ts';
import { abortable } from '../transport/abortable.ts';
import { type LayeredFetch, layer } from '../transport/layered-fetch.ts';
import { toCopies } from '../transport/request-copies.ts';
import type { TokenSource } from './token-source.ts';
import { type CredentialValue, writeCredential } from './write-credential.ts';

/** A credential: its value, a function that gives it for each attempt, or a source that can renew it. */
export type Credential = CredentialValue | (() => CredentialValue | Promise<CredentialValue>) | TokenSource;

export interface AuthorizationOptions {
  /** By the names that the description gives its security schemes. */
  readonly credentials: Readonly<Record<string, Credential>>;
  /** How the schemes send them: `facts.securitySchemes`. @default all are bearer tokens */
  readonly schemes?: ClientFacts['securitySchemes'];
  /** What sends the requests. @default the global `fetch` */
  readonly fetch?: Transport;
}

/**
 * A `fetch` that adds the credentials an operation needs, beneath retries so that each attempt has fresh ones:
 *
 *     const fetch = retryingFetch({
 *       fetch: authorizedFetch({ schemes: facts.securitySchemes, credentials: { token: clientCredentials({ … }) } }),
 *     });
 *     createClient<paths>({ baseUrl, facts, fetch });
 *
 * Of the alternatives that the description declares, the first is used whose credentials are all there. Public
 * operations get none; operations without facts get all that are given. A 401 renews the tokens of sources, once
 * for all calls that wait, and sends the request again, unless its body is a stream.
 */
export function authorizedFetch(options: AuthorizationOptions): LayeredFetch {
  const { credentials, schemes } = options;
  return layer(options, async ({ request, send, call, made }) => {
    const names = neededCredentials(credentials, call);
    const read = (refused: readonly CredentialValue[] = []): Promise<readonly CredentialValue[]> =>
      abortable(
        Promise.all(names.map((name, index) => readCredential(credentials[name], refused[index]))),
        request.signal,
      );
    const sendWith = (values: readonly CredentialValue[], one: Request): Promise<Response> =>
      send(
        values.reduce<Request>(
          (written, value, index) =>
            writeCredential(written, schemes?.[names[index] ?? ''] ?? { kind: 'bearer' }, value),
          one,
        ),
      );
    const copy = names.some((name) => isTokenSource(credentials[name])) && toCopies(request, made);
    const first = copy ? copy({ isFirst: true, isLast: false }) : request;
    const used = await read();
    const response = await sendWith(used, first);
    if (response.status !== 401 || !copy) return response;
    const renewed = await read(used);
    await response.body?.cancel();
    return sendWith(renewed, copy({ isFirst: false, isLast: true }));
  });
}

type Credentials = AuthorizationOptions['credentials'];

/** Names of the first alternative that the caller has all credentials of. */
function neededCredentials(credentials: Credentials, call: OperationCall | undefined): readonly string[] {
  if (!call?.facts) return Object.keys(credentials);
  const alternatives = (call.facts.security ?? []).map(Object.keys);
  const isThere = (name: string) => Object.hasOwn(credentials, name);
  return alternatives.find((names) => names.length > 0 && names.every(isThere)) ?? [];
}

/** @param refused what the server answered 401 to, where it has */
async function readCredential(
  credential: Credential = '',
  refused: CredentialValue | undefined,
): Promise<CredentialValue> {
  if (typeof credential === 'function') return credential();
  if (!isTokenSource(credential)) return credential;
  return typeof refused === 'string' ? credential.renew(refused) : credential.current();
}

const isTokenSource = (credential: Credential | undefined): credential is TokenSource =>
  typeof credential === 'object' && 'renew' in credential;
