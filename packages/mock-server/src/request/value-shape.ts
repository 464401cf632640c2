import type { Definitions, Schema } from '@plumbline/json-schema';
import type { ValueShape } from '@plumbline/runtime/contract';
import { asList, isObject, type JsonObject, member } from '../json.ts';

type Type = ValueShape['types'][number];

/** In order of preference: every text is a string, so what only some texts are comes first. */
const TYPES: readonly Type[] = ['null', 'boolean', 'integer', 'number', 'array', 'object', 'string'];

/** Parameters and form fields nest no deeper on the wire. */
const MAX_DEPTH = 4;

/** How the text of a parameter, header or form field is read so that the schema can check it. */
export function toValueShape(schema: Schema, definitions: Definitions, depth = 0): ValueShape {
  return shapeOfAll([schema], definitions, depth);
}

/** The shape of a value to which all of the schemas have a say. */
function shapeOfAll(schemas: readonly unknown[], definitions: Definitions, depth: number): ValueShape {
  const parts = partsOf(schemas, definitions);
  const types = TYPES.filter((type) => parts.some((part) => typesOf(part).includes(type)));
  if (types.length === 0 || depth >= MAX_DEPTH) return { types: types.length === 0 ? ['string'] : types };
  const inner = (found: readonly unknown[]) => shapeOfAll(found, definitions, depth + 1);
  const items = parts.flatMap((part) => [member(part, 'items') ?? []].flat());
  const additional = parts.map((part) => member(part, 'additionalProperties')).filter(isObject);
  const properties = propertiesOf(parts);
  return {
    types,
    ...(types.includes('array') && items.length > 0 ? { items: inner(items) } : {}),
    ...(types.includes('object') && properties.size > 0
      ? { properties: Object.fromEntries([...properties].map(([name, found]) => [name, inner(found)])) }
      : {}),
    ...(types.includes('object') && additional.length > 0 ? { additionalProperties: inner(additional) } : {}),
  };
}

function propertiesOf(parts: readonly JsonObject[]): ReadonlyMap<string, readonly unknown[]> {
  const entries = parts.flatMap((part) => Object.entries(member(part, 'properties') ?? {}));
  const groups = Map.groupBy(entries, ([name]) => name);
  return new Map([...groups].map(([name, members]) => [name, members.map(([, schema]) => schema)]));
}

/** The schemas with all that they refer to or are composed of, each once. */
function partsOf(schemas: readonly unknown[], definitions: Definitions): readonly JsonObject[] {
  const parts = new Set(schemas.filter(isObject));
  // A set's iteration also visits what is added to it meanwhile.
  for (const part of parts) {
    const composed = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => asList(member(part, keyword)));
    for (const next of [definitionOf(member(part, '$ref'), definitions), ...composed]) {
      if (isObject(next)) parts.add(next);
    }
  }
  return [...parts];
}

/** The shared schema that a `$ref` names. */
export function definitionOf(reference: unknown, definitions: Definitions): Schema | undefined {
  const token = typeof reference === 'string' ? /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1] : undefined;
  if (token === undefined) return undefined;
  const name = decodedToken(token);
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}

function decodedToken(token: string): string {
  try {
    return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return token;
  }
}

function typesOf(part: JsonObject): readonly unknown[] {
  if (Object.hasOwn(part, 'type')) return [part.type].flat();
  if (Object.hasOwn(part, 'const')) return [typeOfValue(part.const)];
  if (Object.hasOwn(part, 'enum')) return asList(part.enum).map(typeOfValue);
  if (Object.hasOwn(part, 'properties')) return ['object'];
  return Object.hasOwn(part, 'items') ? ['array'] : [];
}

function typeOfValue(value: unknown): Type {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'object' ? 'object' : 'string';
}
