import type { Definitions, Schema } from '@plumbline/json-schema';
import { isRecord, own } from '../document-node.ts';

/** References followed before a chain counts as endless. */
const MAX_HOPS = 20;

/** The `default` of a schema, or of the schema it refers to. */
export function schemaDefault(schema: Schema, definitions: Definitions): unknown {
  let current: unknown = schema;
  for (let hop = 0; hop < MAX_HOPS && isRecord(current); hop++) {
    if (Object.hasOwn(current, 'default')) return current.default;
    const reference = own(current, '$ref');
    const name = typeof reference === 'string' ? reference.replace(/^#\/\$defs\//, '') : undefined;
    if (name === undefined) return undefined;
    current = own(definitions, name);
  }
  return undefined;
}
