import type { Definitions, Schema } from '@plumbline/json-schema';
import { isObject, type JsonObject } from '../json-object.ts';
import { definitionOf } from './definition-of.ts';
import { member } from './node.ts';

/**
 * How the text of a parameter, header or form field is read into a value: `types` in order of
 * preference, never empty. Plain data, equal to the `ValueShape` that the runtime reads.
 */
export interface ValueShape {
  readonly types: readonly ShapeType[];
  readonly items?: ValueShape;
  readonly properties?: Readonly<Record<string, ValueShape>>;
  readonly additionalProperties?: ValueShape;
}

type ShapeType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

/** Every text is a string, so the types that only some texts are come first. */
const PREFERENCE: readonly ShapeType[] = [
  'null',
  'boolean',
  'integer',
  'number',
  'array',
  'object',
  'string',
];

/** Texts nest no deeper: `deepObject` has two levels, a form field that is JSON is read as JSON. */
const MAX_DEPTH = 4;

/**
 * Reads the shape off `type`, `const`, `enum` and the members of objects, through references and every
 * composition. A schema that says nothing of its type admits any text, so its shape is a string.
 */
export function toValueShape(schema: Schema, definitions: Definitions): ValueShape {
  return shapeOf(collectParts([schema], definitions), definitions, 0);
}

function shapeOf(parts: readonly JsonObject[], definitions: Definitions, depth: number): ValueShape {
  const admitted = new Set(parts.flatMap(typesOf));
  const types = PREFERENCE.filter((type) => admitted.has(type));
  const shape: { -readonly [K in keyof ValueShape]: ValueShape[K] } = {
    types: types.length > 0 ? types : ['string'],
  };
  if (depth >= MAX_DEPTH) return shape;
  const shapeOfAll = (schemas: readonly unknown[]) =>
    shapeOf(collectParts(schemas, definitions), definitions, depth + 1);
  if (admitted.has('array')) {
    const items = parts.flatMap((part) => present(member(part, 'items')));
    if (items.length > 0) shape.items = shapeOfAll(items);
  }
  if (admitted.has('object')) {
    const named = groupProperties(parts);
    if (named.size > 0) {
      shape.properties = Object.fromEntries([...named].map(([name, schemas]) => [name, shapeOfAll(schemas)]));
    }
    const additional = parts
      .flatMap((part) => present(member(part, 'additionalProperties')))
      .filter(isObject);
    if (additional.length > 0) shape.additionalProperties = shapeOfAll(additional);
  }
  return shape;
}

function groupProperties(parts: readonly JsonObject[]): Map<string, unknown[]> {
  const named = new Map<string, unknown[]>();
  for (const properties of parts.map((part) => member(part, 'properties')).filter(isObject)) {
    for (const [name, schema] of Object.entries(properties)) {
      const schemas = named.get(name);
      if (schemas) schemas.push(schema);
      else named.set(name, [schema]);
    }
  }
  return named;
}

function present(value: unknown): unknown[] {
  return value === undefined ? [] : [value];
}

/** The schemas and all that they refer to or are composed of; each is visited once. */
function collectParts(schemas: readonly unknown[], definitions: Definitions): readonly JsonObject[] {
  const parts = new Set<JsonObject>();
  const waiting = schemas.filter(isObject);
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    if (parts.has(schema)) continue;
    parts.add(schema);
    // One by one: a composition may have more members than a call takes arguments.
    for (const next of composedOf(schema, definitions)) if (isObject(next)) waiting.push(next);
  }
  return [...parts];
}

/** What a schema refers to and is composed of, the last first. */
function composedOf(schema: JsonObject, definitions: Definitions): readonly unknown[] {
  const composed = ['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => {
    const members = member(schema, keyword);
    return Array.isArray(members) ? members.toReversed() : [];
  });
  return [definitionOf(member(schema, '$ref'), definitions), ...composed];
}

function typesOf(schema: JsonObject): ShapeType[] {
  const declared = [member(schema, 'type')].flat();
  const named = PREFERENCE.filter((type) => declared.includes(type));
  if (named.length > 0) return named;
  const values = Object.hasOwn(schema, 'const') ? [schema.const] : member(schema, 'enum');
  if (Array.isArray(values)) return values.map(typeOfValue);
  if (Object.hasOwn(schema, 'properties')) return ['object'];
  return Object.hasOwn(schema, 'items') ? ['array'] : [];
}

function typeOfValue(value: unknown): ShapeType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'object' : 'string';
}
