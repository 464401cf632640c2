import type { OperationCall, Transport } from '../core/operation-call.ts';
import type { ClientFacts } from '../operation-facts.ts';
import { abortable } from '../transport/abortable.ts';
import { type LayeredFetch, toRequest, transportOf } from '../transport/layered-fetch.ts';
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
  return async (input, init, call) => {
    const { request, extra } = toRequest(input, init, call);
    const names = neededCredentials(credentials, call);
    const send = (one: Request, values: Values) =>
      transportOf(options)(writeCredentials(one, values, schemes), extra, call);
    const copy = names.some((name) => isTokenSource(credentials[name])) && toCopies(request, call ?? {});
    const first = copy ? copy({ isFirst: true, isLast: false }) : request;
    const used = await abortable(readCredentials(credentials, names), request.signal);
    const response = await send(first, used);
    if (response.status !== 401 || !copy) return response;
    const renewed = await abortable(renewCredentials(credentials, used), request.signal);
    await response.body?.cancel();
    return send(copy({ isFirst: false, isLast: true }), renewed);
  };
}

type Credentials = AuthorizationOptions['credentials'];
type Values = readonly (readonly [name: string, value: CredentialValue])[];

/** Names of the first alternative that the caller has all credentials of. */
function neededCredentials(credentials: Credentials, call: OperationCall | undefined): readonly string[] {
  if (!call?.facts) return Object.keys(credentials);
  const alternatives = (call.facts.security ?? []).map(Object.keys);
  const isThere = (name: string) => Object.hasOwn(credentials, name);
  return alternatives.find((names) => names.length > 0 && names.every(isThere)) ?? [];
}

const readCredentials = (credentials: Credentials, names: readonly string[]): Promise<Values> =>
  Promise.all(
    names.map(async (name) => {
      const credential = credentials[name] ?? '';
      if (typeof credential === 'function') return [name, await credential()] as const;
      return [name, isTokenSource(credential) ? await credential.current() : credential] as const;
    }),
  );

const renewCredentials = (credentials: Credentials, used: Values): Promise<Values> =>
  Promise.all(
    used.map(async ([name, value]) => {
      const credential = credentials[name];
      const isRenewable = isTokenSource(credential) && typeof value === 'string';
      return [name, isRenewable ? await credential.renew(value) : value] as const;
    }),
  );

const writeCredentials = (
  request: Request,
  values: Values,
  schemes: AuthorizationOptions['schemes'],
): Request =>
  values.reduce(
    (written, [name, value]) => writeCredential(written, schemes?.[name] ?? { kind: 'bearer' }, value),
    request,
  );

const isTokenSource = (credential: Credential | undefined): credential is TokenSource =>
  typeof credential === 'object' && 'renew' in credential;
