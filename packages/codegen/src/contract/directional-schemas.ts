import type { Definitions, Schema } from '@plumbline/json-schema';
import { unescapeToken } from '@plumbline/json-schema/json-pointer';
import { isRecord } from '../document-node.ts';

/**
 * Tells whether a schema reaches a `readOnly` or `writeOnly`, so that a request and a response are
 * checked differently. Most schemas are not, and are compiled once.
 */
export function createDirectionalTest(definitions: Definitions): (schema: Schema) => boolean {
  const directional = new Set<string>();
  const referrers = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(definitions)) {
    if (hasMarker(schema)) directional.add(name);
    for (const target of referencesIn(schema)) {
      referrers.set(target, [...(referrers.get(target) ?? []), name]);
    }
  }
  for (const name of directional) {
    // A set's iteration also visits what is added to it meanwhile.
    for (const referrer of referrers.get(name) ?? []) directional.add(referrer);
  }
  return (schema) => hasMarker(schema) || [...referencesIn(schema)].some((name) => directional.has(name));
}

function hasMarker(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasMarker);
  if (!isRecord(node)) return false;
  return node.readOnly === true || node.writeOnly === true || Object.values(node).some(hasMarker);
}

function referencesIn(node: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(node)) {
    for (const item of node) referencesIn(item, found);
  } else if (isRecord(node)) {
    const name = typeof node.$ref === 'string' ? /^#\/\$defs\/(.+)$/.exec(node.$ref)?.[1] : undefined;
    if (name !== undefined) found.add(unescapeToken(name));
    for (const value of Object.values(node)) referencesIn(value, found);
  }
  return found;
}
