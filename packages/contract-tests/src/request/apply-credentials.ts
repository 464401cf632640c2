import type { ApiModel, SecurityScheme } from '@plumbline/openapi';
import type { Credentials } from '../target.ts';

/** Where a secret travels. */
export interface CredentialPlaces {
  readonly headers: Readonly<Record<string, string>>;
  /** `name=value` pieces, encoded. */
  readonly query: readonly string[];
  readonly cookies: readonly string[];
}

/** Writes credentials as their schemes say; a scheme that is not supported or unknown adds nothing. */
export function applyCredentials(model: ApiModel, credentials: Credentials): CredentialPlaces {
  const headers: Record<string, string> = {};
  const query: string[] = [];
  const cookies: string[] = [];
  for (const scheme of model.securitySchemes) {
    if (!Object.hasOwn(credentials, scheme.name)) continue;
    const secret = credentials[scheme.name] ?? '';
    if (scheme.type !== 'apiKey') Object.assign(headers, authorization(scheme, secret));
    else if (scheme.parameterName === undefined) continue;
    else if (scheme.in === 'header') headers[scheme.parameterName.toLowerCase()] = secret;
    else if (scheme.in === 'query')
      query.push(`${encodeURIComponent(scheme.parameterName)}=${encodeURIComponent(secret)}`);
    else cookies.push(`${scheme.parameterName}=${encodeURIComponent(secret)}`);
  }
  return { headers, query, cookies };
}

function authorization(scheme: SecurityScheme, secret: string): Record<string, string> {
  if (scheme.type === 'mutualTLS') return {};
  if (scheme.type === 'http' && scheme.scheme === 'basic') {
    return { authorization: `Basic ${secret.includes(':') ? toBase64(secret) : secret}` };
  }
  // Bearer tokens serve OAuth 2 and OpenID Connect too (RFC 6750). The scheme's name is sent as it is usually written.
  const name = scheme.type === 'http' && scheme.scheme !== 'bearer' ? (scheme.scheme ?? 'Bearer') : 'Bearer';
  return { authorization: `${name} ${secret}` };
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Invented credentials for the same schemes: of the same length where a scheme has a visible form. */
export function inventCredentials(credentials: Credentials): Credentials {
  return Object.fromEntries(
    Object.entries(credentials).map(([scheme, secret]) => [
      scheme,
      secret.includes(':') ? 'nobody:wrong' : scramble(secret),
    ]),
  );
}

/** Turns every letter and digit after the first six into another one, so that prefixes stay. */
function scramble(secret: string): string {
  if (secret.length < 12) return `invented-${'0'.repeat(24)}`;
  return (
    secret.slice(0, 6) +
    secret.slice(6).replace(/[a-z0-9]/gi, (character) => {
      if (/\d/.test(character)) return String((Number(character) + 7) % 10);
      const base = character < 'a' ? 65 : 97;
      return String.fromCharCode(((character.charCodeAt(0) - base + 11) % 26) + base);
    })
  );
}
