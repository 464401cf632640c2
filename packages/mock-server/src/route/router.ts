import type { Operation } from '@plumbline/openapi';
import { decoded, matchesMixed, parseTemplate, type Segment } from './path-template.ts';

export type Route =
  | { readonly kind: 'operation'; readonly operation: Operation }
  /** The path is known, the method is not; `allow` lists those that are. */
  | { readonly kind: 'other-methods'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

export interface Router {
  find(method: string, pathname: string): Route;
}

/** A node of the tree of templates, one level for each segment. */
interface Node {
  readonly literals: Map<string, Node>;
  readonly mixed: Map<string, { readonly literals: readonly string[]; readonly node: Node }>;
  parameter: Node | undefined;
  readonly operations: Map<string, Operation>;
}

const newNode = (): Node => ({
  literals: new Map(),
  mixed: new Map(),
  parameter: undefined,
  operations: new Map(),
});

/**
 * Finds the operation of a request. Literal segments win over parameters; where the method is missing on the
 * most literal path, the next one that matches is tried. `HEAD` is answered wherever `GET` is (RFC 9110,
 * section 9.3.2).
 */
export function createRouter(operations: readonly Operation[]): Router {
  const root = newNode();
  for (const operation of operations) {
    const leaf = parseTemplate(operation.path).reduce(descend, root);
    // Templates that differ in the names of their parameters only are one path; the first of each method counts.
    if (!leaf.operations.has(operation.method)) leaf.operations.set(operation.method, operation);
  }
  return {
    find(method, pathname) {
      const written = pathname.split('/');
      const segments = pathname.includes('%') ? written.map(decoded) : written;
      const search: Search = { segments, method, isKnown: false };
      const operation =
        findOperation(root, search, 0) ??
        (method === 'HEAD' ? findOperation(root, { ...search, method: 'GET' }, 0) : undefined);
      if (operation) return { kind: 'operation', operation };
      return search.isKnown ? { kind: 'other-methods', allow: allowedAt(root, segments) } : NOTHING;
    },
  };
}

const NOTHING: Route = { kind: 'none' };

interface Search {
  /** Of the path, decoded. */
  readonly segments: readonly string[];
  readonly method: string;
  /** Whether there is a template for the path, whatever its methods. */
  isKnown: boolean;
}

function descend(node: Node, segment: Segment): Node {
  if (segment.kind === 'literal') return getOrAdd(node.literals, segment.text, newNode);
  if (segment.kind === 'mixed') {
    const { key, literals } = segment;
    return getOrAdd(node.mixed, key, () => ({ literals, node: newNode() })).node;
  }
  node.parameter ??= newNode();
  return node.parameter;
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The most preferred one. Visits each node of the tree once at most. */
function findOperation(node: Node, search: Search, index: number): Operation | undefined {
  const segment = search.segments[index];
  if (segment === undefined) {
    if (node.operations.size > 0) search.isKnown = true;
    return node.operations.get(search.method);
  }
  const literal = node.literals.get(segment);
  const found = literal && findOperation(literal, search, index + 1);
  if (found) return found;
  for (const branch of node.mixed.values()) {
    if (!matchesMixed(branch.literals, segment)) continue;
    const mixed = findOperation(branch.node, search, index + 1);
    if (mixed) return mixed;
  }
  return segment === '' || !node.parameter ? undefined : findOperation(node.parameter, search, index + 1);
}

/** All that the path leads to, in order of preference. Visits each node of the tree once at most. */
function findLeaves(node: Node, segments: readonly string[], index: number): readonly Node[] {
  const segment = segments[index];
  if (segment === undefined) return node.operations.size > 0 ? [node] : [];
  const literal = node.literals.get(segment);
  const mixed = [...node.mixed.values()].filter(({ literals }) => matchesMixed(literals, segment));
  const parameter = segment === '' ? undefined : node.parameter;
  return [literal, ...mixed.map((branch) => branch.node), parameter].flatMap((branch) =>
    branch ? findLeaves(branch, segments, index + 1) : [],
  );
}

function allowedAt(root: Node, segments: readonly string[]): readonly string[] {
  const leaves = findLeaves(root, segments, 0);
  const methods = new Set(leaves.flatMap((leaf) => [...leaf.operations.keys()]));
  if (methods.has('GET')) methods.add('HEAD');
  methods.add('OPTIONS');
  return [...methods].sort();
}
