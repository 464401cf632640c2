import type { SecuritySchemeFacts } from '../operation-facts.ts';

export interface BasicCredential {
  readonly username: string;
  readonly password: string;
}

/** A credential as text, or the two parts of basic authentication. */
export type CredentialValue = string | BasicCredential;

/** The value of `Authorization` (RFC 7617), in UTF-8. */
export function basicCredentials({ username, password }: BasicCredential): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** @returns the request with the credential where its scheme puts it; where it can be, the same request */
export function writeCredential(
  request: Request,
  scheme: SecuritySchemeFacts,
  value: CredentialValue,
): Request {
  const { headers } = request;
  if (typeof value === 'object') headers.set('authorization', basicCredentials(value));
  else if (scheme.kind === 'apiKey') return writeKey(request, scheme, value);
  else if (scheme.kind !== 'other') {
    headers.set('authorization', `${scheme.kind === 'basic' ? 'Basic' : 'Bearer'} ${value}`);
  }
  return request;
}

function writeKey(
  request: Request,
  { in: place, name }: Extract<SecuritySchemeFacts, { kind: 'apiKey' }>,
  key: string,
): Request {
  const { headers } = request;
  if (place === 'query') {
    const url = new URL(request.url);
    url.searchParams.set(name, key);
    return new Request(url, request);
  }
  const cookies = headers.get('cookie');
  if (place === 'header') headers.set(name, key);
  else headers.set('cookie', `${cookies ? `${cookies}; ` : ''}${name}=${encodeURIComponent(key)}`);
  return request;
}
