import type { IncomingRequest } from '@plumbline/runtime/server';

/** What a request wants answered, by the `Prefer` header (RFC 7240) or the query as Prism reads them. */
export interface Preferences {
  /** The status to answer with. */
  readonly code?: number;
  /** The name of the example to answer with. */
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
}

export type ReadPreferences =
  | { readonly kind: 'read'; readonly preferences: Preferences }
  | { readonly kind: 'malformed'; readonly detail: string };

const NAMES = ['code', 'example', 'dynamic', 'seed'] as const;
type Name = (typeof NAMES)[number];

/** The parameters of the query that are meant for the mock and not for the operation. */
export const CONTROL_PARAMETERS: readonly string[] = NAMES.map((name) => `__${name}`);

/** The header, and only without one the query. */
export function readPreferences(request: Pick<IncomingRequest, 'header' | 'target'>): ReadPreferences {
  const header = request.header('prefer');
  if (header !== null) return toPreferences(fromHeader(header));
  return request.target.includes('__') ? toPreferences(fromQuery(request.target)) : NONE;
}

/** Of most requests. */
const NONE: ReadPreferences = { kind: 'read', preferences: {} };

function fromQuery(target: string): ReadonlyMap<Name, string> {
  const question = target.indexOf('?');
  const query = new URLSearchParams(question === -1 ? '' : target.slice(question + 1));
  return new Map(
    NAMES.flatMap((name) => {
      const value = query.get(`__${name}`);
      return value === null ? [] : [[name, value] as const];
    }),
  );
}

/** Longer headers are hostile. */
const MAX_LENGTH = 2048;

/** RFC 7240, section 2. Prism's users put characters into a token that no token has, so all but delimiters are taken. */
function fromHeader(header: string): ReadonlyMap<Name, string> {
  const found = new Map<Name, string>();
  for (const preference of splitOutsideQuotes(header.slice(0, MAX_LENGTH))) {
    const equals = preference.indexOf('=');
    const written = equals === -1 ? preference : preference.slice(0, equals);
    const name = NAMES.find((known) => known === written.trim().toLowerCase());
    // Of a preference that is given twice, the first counts.
    if (name !== undefined && !found.has(name)) {
      found.set(name, equals === -1 ? '' : unquoted(preference.slice(equals + 1).trim()));
    }
  }
  return found;
}

/** At `,` between preferences and at `;` before their parameters, which are read alike. */
function splitOutsideQuotes(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isQuoted && character === '\\') index++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === ',' || character === ';')) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function unquoted(value: string): string {
  const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  return isQuoted ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}

function toPreferences(texts: ReadonlyMap<Name, string>): ReadPreferences {
  const code = texts.get('code');
  if (code !== undefined && !/^\d{3}$/.test(code)) {
    return { kind: 'malformed', detail: 'The preferred `code` is not a status of three digits.' };
  }
  const dynamic = texts.get('dynamic');
  if (dynamic !== undefined && dynamic !== 'true' && dynamic !== 'false') {
    return { kind: 'malformed', detail: 'The preference `dynamic` is neither `true` nor `false`.' };
  }
  const example = texts.get('example');
  const seed = texts.get('seed');
  const preferences = {
    ...(code === undefined ? {} : { code: Number(code) }),
    ...(dynamic === undefined ? {} : { dynamic: dynamic === 'true' }),
    ...(example === undefined ? {} : { example }),
    ...(seed === undefined ? {} : { seed }),
  };
  return { kind: 'read', preferences };
}
