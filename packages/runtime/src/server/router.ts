import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';

/** What a concrete path was found to be. */
export interface RouteMatch<Entry> {
  readonly entry: Entry;
  /** The texts of the template's parameters, in their order, as written in the URL (not decoded). */
  readonly texts: readonly string[];
}

export interface Router<Entry> {
  find(pathname: string): RouteMatch<Entry> | undefined;
}

interface Route<Entry> {
  readonly entry: Entry;
  readonly segments: readonly Segment[];
  /** How to take the parameters' texts out of what Hono found. */
  readonly extractions: readonly Extraction[];
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter' }
  /** Literals and parameters side by side, or a literal that Hono's syntax would misread. */
  | { readonly kind: 'pattern'; readonly pattern: string; readonly parameters: number };

interface Extraction {
  readonly key: string;
  /** Set where one segment holds several parameters or a literal beside one. */
  readonly pattern?: RegExp;
}

/**
 * Finds path templates through Hono's routers. Static segments win over parameters, whichever was
 * declared first. Templates that differ in the names of their parameters only are one route:
 * `merge` is given all of their values.
 */
export function createRouter<Value, Entry>(
  templates: readonly { readonly path: string; readonly value: Value }[],
  merge: (values: readonly Value[]) => Entry,
): Router<Entry> {
  const groups = Map.groupBy(templates, ({ path }) => toHonoPath(toSegments(path)));
  const routes = [...groups].map(([honoPath, members]) => ({
    honoPath,
    route: toRoute(toSegments(members[0]?.path ?? ''), merge(members.map(({ value }) => value))),
  }));
  // Hono's trie gives matches in the order of registration, so the more literal route comes first.
  const [only] = routes;
  if (only && routes.length === 1 && only.route.segments.every(({ kind }) => kind !== 'pattern')) {
    return { find: (pathname) => matchOnly(only.route, pathname) };
  }
  routes.sort((a, b) => compareSegments(a.route.segments, b.route.segments));
  const router = new SmartRouter<Route<Entry>>({ routers: [new RegExpRouter(), new TrieRouter()] });
  for (const { honoPath, route } of routes) router.add('ALL', honoPath, route);
  if (routes.length === 0) return { find: () => undefined };

  return {
    find(pathname) {
      const [found, captures] = router.match('ALL', pathname);
      const first = found[0];
      if (first === undefined) return undefined;
      const [route, parameters] = first;
      if (route.extractions.length === 0) return { entry: route.entry, texts: NO_TEXTS };
      const texts: string[] = [];
      for (const { key, pattern } of route.extractions) {
        const place = parameters[key];
        // Hono: with `captures` a parameter is an index into them, without it is the text itself.
        const text = (typeof place === 'number' ? captures?.[place] : place) ?? '';
        if (pattern === undefined) texts.push(text);
        else texts.push(...(pattern.exec(text) ?? []).slice(1));
      }
      return { entry: route.entry, texts };
    },
  };
}

const NO_TEXTS: readonly string[] = [];

/** Where there is but one template, its segments are compared one by one: that takes a fraction of the time. */
function matchOnly<Entry>(
  { entry, segments, extractions }: Route<Entry>,
  pathname: string,
): RouteMatch<Entry> | undefined {
  const texts: string[] = [];
  let start = 0;
  for (const segment of segments) {
    if (pathname[start] !== '/') return undefined;
    const slash = pathname.indexOf('/', start + 1);
    const end = slash === -1 ? pathname.length : slash;
    const text = pathname.slice(start + 1, end);
    if (segment.kind === 'literal' ? text !== segment.text : text === '') return undefined;
    if (segment.kind === 'parameter') texts.push(text);
    start = end;
  }
  if (start < pathname.length) return undefined;
  return { entry, texts: extractions.length === 0 ? NO_TEXTS : texts };
}

/** The names of a template's parameters, in the order in which `RouteMatch.texts` has their texts. */
export function parameterNames(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
}

function toRoute<Entry>(segments: readonly Segment[], entry: Entry): Route<Entry> {
  const extractions: Extraction[] = [];
  segments.forEach((segment, index) => {
    if (segment.kind === 'parameter') extractions.push({ key: `p${index}` });
    if (segment.kind === 'pattern' && segment.parameters > 0) {
      extractions.push({ key: `p${index}`, pattern: new RegExp(`^${capturing(segment.pattern)}$`) });
    }
  });
  return { entry, segments, extractions };
}

function toSegments(path: string): Segment[] {
  return path.split('/').slice(1).map(toSegment);
}

function toSegment(text: string): Segment {
  if (/^\{[^{}]*\}$/.test(text)) return { kind: 'parameter' };
  if (/^[A-Za-z0-9._~-]*$/.test(text)) return { kind: 'literal', text };
  const parts = text.split(/(\{[^{}]*\})/).filter((part) => part !== '');
  const isParameter = (part: string | undefined) => part !== undefined && /^\{[^{}]*\}$/.test(part);
  const lastParameter = parts.findLastIndex(isParameter);
  const pattern = parts.map((part, index) => {
    if (!isParameter(part)) return hexEscape(asInUrl(part));
    return index === lastParameter ? '[^/]+' : textUpTo(parts[index + 1]);
  });
  return { kind: 'pattern', pattern: pattern.join(''), parameters: parts.filter(isParameter).length };
}

/** All but a segment's last parameter end at the next literal: no backtracking on hostile paths. */
function textUpTo(next: string | undefined): string {
  const stop = next === undefined || next.startsWith('{') ? '' : hexEscape(asInUrl(next).slice(0, 1));
  return stop === '' ? '[^/]' : `[^/${stop}]+`;
}

/** Parameters as groups; Hono takes no groups in the pattern itself. */
function capturing(pattern: string): string {
  return pattern.replace(/\[\^[^\]]*\]\+?/g, '($&)');
}

/** A template's literal as a URL parser leaves it, for example `%C3%A9` for `é`. */
function asInUrl(literal: string): string {
  // These three would end the path or part it.
  const text = literal.replaceAll('?', '%3F').replaceAll('#', '%23').replaceAll('\\', '%5C');
  // The letter keeps `.` and `..` from being taken as steps.
  return new URL(`http://host/_${text}`).pathname.slice(2);
}

/** Every character that means something to a regular expression or to Hono, as `\xHH`. */
function hexEscape(text: string): string {
  return text.replace(
    /[^A-Za-z0-9]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function toHonoPath(segments: readonly Segment[]): string {
  return segments
    .map((segment, index) => {
      if (segment.kind === 'literal') return `/${segment.text}`;
      return segment.kind === 'parameter' ? `/:p${index}` : `/:p${index}{${segment.pattern}}`;
    })
    .join('');
}

const RANK = { literal: 0, pattern: 1, parameter: 2 } as const;

function compareSegments(a: readonly Segment[], b: readonly Segment[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = RANK[a[index]?.kind ?? 'parameter'] - RANK[b[index]?.kind ?? 'parameter'];
    if (difference !== 0) return difference;
  }
  return 0;
}
