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
export function readPreferences(request: Request): ReadPreferences {
  const header = request.headers.get('prefer');
  return toPreferences(header === null ? fromQuery(request.url) : fromHeader(header));
}

function fromQuery(url: string): ReadonlyMap<Name, string> {
  if (!url.includes('__')) return new Map();
  const query = new URL(url).searchParams;
  return new Map(
    NAMES.flatMap((name) => {
      const value = query.get(`__${name}`);
      return value === null ? [] : [[name, value] as const];
    }),
  );
}

/** Longer headers are hostile. */
const MAX_LENGTH = 2048;
// preference = token [ BWS "=" BWS ( token / quoted-string ) ], RFC 7240, section 2. Prism's users also put
// characters into a token that no token has, so all but the delimiters are taken.
const PREFERENCE = /\s*([^\s=,;"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^,;"]*)))?\s*(?:[,;]|$)/y;

function fromHeader(header: string): ReadonlyMap<Name, string> {
  const found = new Map<Name, string>();
  const text = header.slice(0, MAX_LENGTH);
  PREFERENCE.lastIndex = 0;
  for (let match = PREFERENCE.exec(text); match; match = PREFERENCE.exec(text)) {
    const name = NAMES.find((known) => known === match?.[1]?.toLowerCase());
    const value = match[2]?.replace(/\\(.)/g, '$1') ?? match[3]?.trim() ?? '';
    // RFC 7240, section 2: of a preference that is given twice, the first counts.
    if (name !== undefined && !found.has(name)) found.set(name, value);
  }
  return found;
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
