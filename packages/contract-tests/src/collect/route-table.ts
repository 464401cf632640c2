import type { ApiModel, Operation } from '@plumbline/openapi';

/** The operation that a request is for, and the texts of its path parameters. */
export interface Route {
  readonly operation: Operation;
  readonly path: ReadonlyMap<string, string>;
}

/** Finds the operation of a method and path; undefined where the description has none. */
export type RouteTable = (method: string, path: string) => Route | undefined;

interface Entry {
  readonly operation: Operation;
  readonly expression: RegExp;
  readonly names: readonly string[];
  /** Templates with more fixed text are the better fit: `/users/me` before `/users/{id}`. */
  readonly fixed: number;
}

/** @param basePath what stands before the paths of the description; by default the paths of its servers. */
export function createRouteTable(model: ApiModel, basePath?: string): RouteTable {
  const bases = basePath === undefined ? serverPaths(model) : [withoutSlash(basePath)];
  const entries = model.operations.map(toEntry).toSorted((one, other) => other.fixed - one.fixed);
  return (method, path) => {
    for (const base of bases) {
      if (!path.startsWith(base)) continue;
      const route = find(entries, method, path.slice(base.length));
      if (route) return route;
    }
    return undefined;
  };
}

function find(entries: readonly Entry[], method: string, path: string): Route | undefined {
  for (const { operation, expression, names } of entries) {
    const match = operation.method === method ? expression.exec(path) : null;
    if (!match) continue;
    return { operation, path: new Map(names.map((name, index) => [name, decode(match[index + 1] ?? '')])) };
  }
  return undefined;
}

function toEntry(operation: Operation): Entry {
  const [path = ''] = operation.path.split('#');
  const pieces = path.split(/\{[^{}]*\}/);
  return {
    operation,
    // Between fixed texts a parameter ends at the next slash, so that matching takes linear time.
    expression: new RegExp(`^${pieces.map((piece) => RegExp.escape(piece)).join('([^/]+?)')}/?$`),
    names: [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? ''),
    fixed: pieces.join('').length,
  };
}

/** The longest first, and at last none: a proxy may have taken the prefix away. */
function serverPaths({ servers }: ApiModel): readonly string[] {
  const paths = servers.flatMap(({ url, variables }) => {
    const filled = url.replace(/\{([^{}]*)\}/g, (_, name: string) => variables[name] ?? '');
    return URL.canParse(filled, 'http://server.invalid')
      ? [withoutSlash(new URL(filled, 'http://server.invalid').pathname)]
      : [];
  });
  return [...new Set([...paths.toSorted((one, other) => other.length - one.length), ''])];
}

const withoutSlash = (path: string): string => path.replace(/\/+$/, '');

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
