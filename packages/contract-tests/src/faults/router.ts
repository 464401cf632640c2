import type { ApiModel, Operation } from '@plumbline/openapi';

/** The path of the description that a request is for. */
export interface Route {
  /** The operation of the request's method; undefined where the path does not have that method. */
  readonly operation: Operation | undefined;
  /** Every operation of the path. */
  readonly operations: readonly Operation[];
  /** The values in the path, decoded, by the name of the parameter. */
  readonly values: ReadonlyMap<string, string>;
}

export interface Router {
  find(method: string, url: string): Route | undefined;
  /** The address of an operation with these values in its path. */
  urlOf(operation: Operation, values: ReadonlyMap<string, string>): string;
}

interface Template {
  readonly segments: readonly string[];
  readonly operations: readonly Operation[];
}

/** Finds what requests are for; `baseUrl` is what stands before the paths. */
export function createRouter(model: ApiModel, baseUrl: string): Router {
  const base = baseUrl.replace(/\/+$/, '');
  const basePath = new URL(base).pathname.replace(/\/+$/, '');
  const templates = templatesOf(model);
  return {
    find(method, url) {
      const { pathname } = new URL(url);
      if (!pathname.startsWith(`${basePath}/`)) return undefined;
      const segments = pathname.slice(basePath.length).split('/');
      for (const { segments: pattern, operations } of templates) {
        const values = matchSegments(pattern, segments);
        if (values) return { operations, values, operation: operations.find(isOfMethod(method)) };
      }
      return undefined;
    },
    urlOf: ({ path }, values) =>
      base + path.replace(/\{([^{}]*)\}/g, (_, name: string) => encodeURIComponent(values.get(name) ?? '')),
  };
}

const isOfMethod =
  (method: string) =>
  (operation: Operation): boolean =>
    operation.method === method;

/** Paths with more fixed segments come first, so that `/users/me` is not taken for `/users/{id}`. */
function templatesOf({ operations }: ApiModel): readonly Template[] {
  const byPath = Map.groupBy(operations, ({ path }) => path);
  const templates = [...byPath].map(([path, members]) => ({
    segments: path.replace(/[?#].*$/, '').split('/'),
    operations: members,
  }));
  const openness = ({ segments }: Template) => segments.map((segment) => (segment.includes('{') ? 1 : 0));
  return templates.sort((one, other) => compareLists(openness(one), openness(other)));
}

function compareLists(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== (other[index] ?? 0));
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): ReadonlyMap<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const values = new Map<string, string>();
  for (const [index, part] of pattern.entries()) {
    const found = matchSegment(part, segments[index] ?? '');
    if (!found) return undefined;
    for (const [name, value] of found) values.set(name, value);
  }
  return values;
}

type Pairs = readonly (readonly [name: string, value: string])[];

/** A segment is text with parameters in it: `{id}`, `{name}.json`. */
function matchSegment(part: string, segment: string): Pairs | undefined {
  if (!part.includes('{')) return decoded(segment) === decoded(part) ? [] : undefined;
  const names = [...part.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');
  const fixed = part.split(/\{[^{}]*\}/).map((text) => RegExp.escape(text));
  const found = new RegExp(`^${fixed.join('([^/]+)')}$`).exec(segment);
  return found ? names.map((name, index) => [name, decoded(found[index + 1] ?? '')]) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
