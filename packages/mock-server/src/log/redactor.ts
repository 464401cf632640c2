import type { ApiModel } from '@plumbline/openapi';
import { isObject } from '../json.ts';
import { mediaKind } from '../media-kind.ts';

/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'];
/** Names of parameters and properties whose values are nobody's business, `accessToken` and `api_key` among them. */
const SECRET_NAME =
  /(?:^|[^a-z])(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|private[-_]?key|credential)s?$/i;

/** Keeps secrets out of what is kept and shown: credentials, and values whose names say what they are. */
export class Redactor {
  readonly #headers: ReadonlySet<string>;
  readonly #queries: ReadonlySet<string>;

  constructor({ securitySchemes }: ApiModel) {
    const keys = (place: 'header' | 'query') =>
      securitySchemes.flatMap((scheme) =>
        scheme.in === place && scheme.parameterName !== undefined ? [scheme.parameterName.toLowerCase()] : [],
      );
    this.#headers = new Set([...SECRET_HEADERS, ...keys('header')]);
    this.#queries = new Set(keys('query'));
  }

  headers(headers: Headers): readonly (readonly [string, string])[] {
    return [...headers].map(([name, value]) => [
      name,
      this.#headers.has(name) || isSecretName(name) ? REDACTED : value,
    ]);
  }

  url(text: string): string {
    if (!text.includes('?')) return text;
    const url = new URL(text);
    const secret = [...new Set(url.searchParams.keys())].filter(
      (name) => this.#queries.has(name.toLowerCase()) || isSecretName(name),
    );
    if (secret.length === 0) return text;
    for (const name of secret) url.searchParams.set(name, REDACTED);
    return url.href;
  }

  /** Of bodies, JSON and forms are looked into. */
  body(text: string, contentType: string): string {
    const kind = mediaKind(contentType);
    if (kind === 'form') return this.#form(text);
    if (kind !== 'json' || !SECRET_HINT.test(text)) return text;
    try {
      return JSON.stringify(redacted(JSON.parse(text)));
    } catch {
      return text;
    }
  }

  #form(text: string): string {
    const fields = [...new URLSearchParams(text)];
    if (!fields.some(([name]) => isSecretName(name))) return text;
    return new URLSearchParams(
      fields.map(([name, value]): [string, string] => [name, isSecretName(name) ? REDACTED : value]),
    ).toString();
  }
}

/** Most bodies have nothing of the kind and are left as they are, to the byte. */
const SECRET_HINT = /pass|secret|token|key|credential/i;

/** `accessToken` is read as `access-Token`. */
function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replace(/([a-z0-9])([A-Z])/g, '$1-$2'));
}

/** Deeper values are left out: parsing went through them, walking need not. */
const MAX_DEPTH = 64;

function redacted(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return REDACTED;
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'string' && isSecretName(name) ? REDACTED : redacted(member, depth + 1),
    ]),
  );
}
