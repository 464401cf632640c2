import { createNames, toComponentName } from '../names.ts';
import type { ProblemType } from '../problems/collect-problems.ts';

/**
 * The folder of each problem's page: the path of its `type` URI, so that the URI leads there when
 * the docs are published at its host. Only names of our own making; what would collide gets a hash.
 */
export function problemPaths(problems: readonly ProblemType[]): ReadonlyMap<string, string> {
  const names = createNames(toPath, RESERVED);
  const paths = problems.flatMap(({ type }): [string, string][] => {
    const path = pathOf(type);
    return path === undefined ? [] : [[type, names.take(type, path)]];
  });
  return new Map(paths);
}

/** Taken by other pages. */
const RESERVED = ['index.html', 'reference', 'reference.html'];

/** The path of a URI, `undefined` for one that names no page (`about:blank`). */
function pathOf(type: string): string | undefined {
  if (type === 'about:blank') return undefined;
  const isHierarchical = /^[a-z][a-z0-9+.-]*:\/\//i.test(type) || /^[/.]/.test(type);
  if (!isHierarchical) return type;
  // The base is only there for relative references, and is never contacted.
  const url = URL.parse(type, 'https://problems.invalid/');
  const path = url?.pathname
    .split('/')
    .filter((name) => name !== '')
    .join('/');
  return path === undefined || path === '' ? undefined : path;
}

function toPath(path: string): string {
  const parts = path.split('/').map((part) => toComponentName(part).replace(/^\.+/, '_'));
  return parts.join('/');
}
