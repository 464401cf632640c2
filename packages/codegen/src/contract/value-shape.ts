import type { Definitions, Schema } from '@plumbline/json-schema';
import { decodeToken } from '@plumbline/json-schema/json-pointer';
import { entriesOf, isRecord, own } from '../document-node.ts';

/** How the text of a parameter, header or form field is read; see `ValueShape` of the runtime. */
export interface ValueShape {
  readonly types: readonly ShapeType[];
  readonly items?: ValueShape;
  readonly properties?: Readonly<Record<string, ValueShape>>;
  readonly additionalProperties?: ValueShape;
}

export type ShapeType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

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

/** Reads the shape off `type`, `const`, `enum` and the shape of objects, through every composition. */
export function toValueShape(schema: Schema, definitions: Definitions): ValueShape {
  return shapeOf(collectParts([schema], definitions), definitions, 0);
}

function shapeOf(
  parts: readonly Record<string, unknown>[],
  definitions: Definitions,
  depth: number,
): ValueShape {
  const admitted = new Set(parts.flatMap(typesOf));
  const types = PREFERENCE.filter((type) => admitted.has(type));
  const shape: { -readonly [K in keyof ValueShape]: ValueShape[K] } = {
    types: types.length > 0 ? types : ['string'],
  };
  if (depth >= MAX_DEPTH) return shape;
  const shapeOfAll = (schemas: readonly unknown[]) =>
    shapeOf(collectParts(schemas, definitions), definitions, depth + 1);
  if (admitted.has('array')) {
    const items = parts.flatMap((part) => present(own(part, 'items')));
    if (items.length > 0) shape.items = shapeOfAll(items);
  }
  if (admitted.has('object')) {
    const named = groupProperties(parts);
    if (named.size > 0) {
      shape.properties = Object.fromEntries([...named].map(([name, schemas]) => [name, shapeOfAll(schemas)]));
    }
    const additional = parts.flatMap((part) => present(own(part, 'additionalProperties'))).filter(isRecord);
    if (additional.length > 0) shape.additionalProperties = shapeOfAll(additional);
  }
  return shape;
}

function groupProperties(parts: readonly Record<string, unknown>[]): Map<string, unknown[]> {
  const named = new Map<string, unknown[]>();
  for (const [name, schema] of parts.flatMap((part) => entriesOf(own(part, 'properties')))) {
    named.set(name, [...(named.get(name) ?? []), schema]);
  }
  return named;
}

function present(value: unknown): unknown[] {
  return value === undefined ? [] : [value];
}

/** The schemas and all that they refer to or are composed of; each is visited once. */
function collectParts(
  schemas: readonly unknown[],
  definitions: Definitions,
): readonly Record<string, unknown>[] {
  const parts = new Set<Record<string, unknown>>();
  const queue = [...schemas];
  for (let schema = queue.pop(); schema !== undefined; schema = queue.pop()) {
    if (!isRecord(schema) || parts.has(schema)) continue;
    parts.add(schema);
    const reference = own(schema, '$ref');
    if (typeof reference === 'string') queue.push(definitionOf(reference, definitions));
    for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
      const members = own(schema, keyword);
      if (Array.isArray(members)) queue.push(...[...members].reverse());
    }
  }
  return [...parts];
}

function definitionOf(reference: string, definitions: Definitions): unknown {
  const name = /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1];
  if (name === undefined) return {};
  const key = decodeToken(name);
  return Object.hasOwn(definitions, key) ? definitions[key] : {};
}

function typesOf(schema: Record<string, unknown>): ShapeType[] {
  const declared = [own(schema, 'type')].flat();
  const named = PREFERENCE.filter((type) => declared.includes(type));
  if (named.length > 0) return named;
  const values = Object.hasOwn(schema, 'const') ? [schema.const] : own(schema, 'enum');
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
