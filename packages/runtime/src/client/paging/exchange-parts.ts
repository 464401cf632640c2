import type { AnyOutcome } from '../types/outcome.ts';
import { nextLink } from './link-header.ts';

/** The part of an answer that the facts of paging name; `undefined` where it is not there. */
export function readPart({ data, headers }: AnyOutcome, part: string | undefined): unknown {
  if (part === undefined) return undefined;
  if (part === '' || part.startsWith('/')) return valueAt(data, tokensOf(part));
  // Headers of an outcome are those of the answer; its type leaves open which names are declared.
  const text = (headers as Headers).get(part) ?? undefined;
  return part.toLowerCase() === 'link' ? text && nextLink(text) : text;
}

function valueAt(value: unknown, tokens: readonly string[]): unknown {
  let found = value;
  for (const token of tokens) {
    if (Array.isArray(found) && token === '-1') found = found.at(-1);
    else if (typeof found === 'object' && found !== null && Object.hasOwn(found, token)) {
      found = Reflect.get(found, token);
    } else return undefined;
  }
  return found;
}

/** RFC 6901, section 4. */
const tokensOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The parts of a call that say which page is asked for. */
export interface PageRequest {
  readonly params?: { readonly query?: Readonly<Record<string, unknown>> };
  readonly body?: unknown;
}

/** What a call asks for in that part. */
export function askedPart({ params, body }: PageRequest, part: string | undefined): unknown {
  if (part === undefined) return undefined;
  return part.startsWith('/') ? valueAt(body, tokensOf(part)) : params?.query?.[part];
}

/** The call with another value in that part. */
export function withPart<Init extends PageRequest>(init: Init, part: string, value: unknown): Init {
  if (part.startsWith('/')) return { ...init, body: withValue(init.body, tokensOf(part), value) };
  return { ...init, params: { ...init.params, query: { ...init.params?.query, [part]: value } } };
}

function withValue(object: unknown, [token, ...rest]: readonly string[], value: unknown): unknown {
  if (token === undefined) return value;
  const members = typeof object === 'object' && object !== null ? object : {};
  return { ...members, [token]: withValue(Reflect.get(members, token), rest, value) };
}
