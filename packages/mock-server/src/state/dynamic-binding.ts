import type { Schema } from '@plumbline/json-schema';
import { isObject, type JsonObject, member } from '../json.ts';

/** Further in, a template's own schemas are left as they are. */
const MAX_DEPTH = 8;

/**
 * Puts what a schema binds in the place of its dynamic references, as a generic list of `items: {$dynamicRef: '#item'}`
 * is made one of planets: the outermost `$dynamicAnchor` counts (JSON Schema 2020-12 Core, section 8.2.3.2).
 *
 * @param parts of one schema, the outermost first
 */
export function bindingOf(parts: readonly JsonObject[]): (schema: Schema) => Schema {
  const anchors = new Map<string, JsonObject>();
  for (const part of parts) {
    const definitions = member(part, '$defs');
    for (const definition of Object.values(isObject(definitions) ? definitions : {})) {
      const anchor = isObject(definition) ? member(definition, '$dynamicAnchor') : undefined;
      if (isObject(definition) && typeof anchor === 'string' && !anchors.has(anchor))
        anchors.set(anchor, definition);
    }
  }
  // Nearly every schema: nothing is copied.
  if (anchors.size === 0) return (schema) => schema;
  // Safe: a schema whose members were copied one by one is a schema.
  return (schema) => bound(schema, anchors, MAX_DEPTH) as Schema;
}

function bound(value: unknown, anchors: ReadonlyMap<string, JsonObject>, depth: number): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return value.map((item) => bound(item, anchors, depth - 1));
  if (!isObject(value)) return value;
  const reference = member(value, '$dynamicRef');
  const target = typeof reference === 'string' ? anchors.get(reference.replace(/^#/, '')) : undefined;
  if (target) return target;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, bound(inner, anchors, depth - 1)]),
  );
}
