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

/** The parts of a call that say which page is asked for. */
export interface PageRequest {
  readonly params?: { readonly query?: Readonly<Record<string, unknown>> };
  readonly body?: unknown;
}

/** What a call asks for in that part. */
export const askedPart = (init: PageRequest, part: string | undefined): unknown =>
  part === undefined ? undefined : valueAt(init, pathOf(part));

/** The call with another value in that part. */
export const withPart = <Init extends PageRequest>(init: Init, part: string, value: unknown): Init =>
  withValue(init, pathOf(part), value) as Init; // safe: both parts take anything

/** Where a call has that part. */
const pathOf = (part: string): readonly string[] =>
  part.startsWith('/') ? ['body', ...tokensOf(part)] : ['params', 'query', part];

/** RFC 6901, section 4. */
const tokensOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((found, name) => {
    if (Array.isArray(found) && name === '-1') return found.at(-1);
    const members = Object(found);
    return Object.hasOwn(members, name) ? members[name] : undefined;
  }, value);

function withValue(value: unknown, [name, ...rest]: readonly string[], part: unknown): unknown {
  if (name === undefined) return part;
  const members = Object(value);
  return { ...members, [name]: withValue(members[name], rest, part) };
}
