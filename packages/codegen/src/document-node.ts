import { parseFragmentPointer } from '@plumbline/json-schema/json-pointer';

/** The node a reference leads to, or `undefined`. Never reads through a prototype. */
export function nodeAt(document: unknown, tokens: readonly string[]): unknown {
  let node = document;
  for (const token of tokens) {
    if (!isRecord(node) && !Array.isArray(node)) return undefined;
    if (!Object.hasOwn(node, token)) return undefined;
    node = Reflect.get(node, token);
  }
  return node;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A property of an untrusted object, never one of its prototype. */
export function own(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The entries of a map of a description; none of anything else. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** References followed before a chain counts as endless. */
const MAX_HOPS = 50;

/** Follows `$ref` until something else stands there; `undefined` when it leads nowhere. */
export function dereference(
  document: unknown,
  node: unknown,
  tokens: readonly string[] = [],
): { readonly node: unknown; readonly tokens: readonly string[] } | undefined {
  let found = { node, tokens };
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const reference = own(found.node, '$ref');
    if (typeof reference !== 'string') return found;
    const target = parseFragmentPointer(reference);
    if (target === undefined) return undefined;
    found = { node: nodeAt(document, target), tokens: target };
    if (found.node === undefined) return undefined;
  }
  return undefined;
}
