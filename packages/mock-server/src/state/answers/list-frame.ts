import type { Schema } from '@plumbline/json-schema';
import { isObject, type JsonObject } from '../../json.ts';
import type { Place } from '../places.ts';
import { isSchema, type SchemaShapes } from '../schema-shapes.ts';

/**
 * The schema of a list's body with any item allowed where the items stand. What it takes is valid when each of its
 * items is valid by itself, which is known of them; so a page need not be looked at as a whole each time.
 *
 * @returns undefined where the items are described in another way than by `items` on a plain way in
 */
export function withAnyItem(
  schema: Schema,
  { tokens, schema: item }: Place,
  shapes: SchemaShapes,
): Schema | undefined {
  const whole = shapes.target(schema);
  if (!isObject(whole) || OF_ITS_OWN.some((keyword) => Object.hasOwn(whole, keyword))) return undefined;
  const [name, ...deeper] = tokens;
  if (name === undefined) {
    const isPlain = whole.items === item && !Object.hasOwn(whole, 'prefixItems');
    return isPlain ? { ...whole, items: true } : undefined;
  }
  const { properties } = whole;
  const property = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  const inner = isSchema(property)
    ? withAnyItem(property, { tokens: deeper, schema: item }, shapes)
    : undefined;
  if (inner === undefined || !isObject(properties)) return undefined;
  const others = Object.entries(properties).filter(([other]) => other !== name);
  return {
    ...whole,
    properties: Object.fromEntries<unknown>([...others, [name, inner]]),
  } satisfies JsonObject;
}

/** A schema that names itself is not the same in another place. */
const OF_ITS_OWN = ['$id', '$anchor', '$dynamicAnchor', '$dynamicRef', '$schema'];
