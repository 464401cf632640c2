import type { Definitions, Schema } from '@plumbline/json-schema';
import { isObject } from '../json-object.ts';
import { definitionOf } from './definition-of.ts';

/** References followed before a chain counts as endless. */
const mostHops = 20;

/** The `default` of a schema, or of the schema it refers to; `undefined` without one. */
export function schemaDefault(schema: Schema, definitions: Definitions): unknown {
  let current: Schema | undefined = schema;
  for (let hop = 0; hop < mostHops && isObject(current); hop += 1) {
    if (Object.hasOwn(current, 'default')) return current.default;
    current = definitionOf(current.$ref, definitions);
  }
  return undefined;
}
