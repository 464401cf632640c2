import type { Definitions, Schema } from '@plumbline/json-schema';
import { parsePointer } from '@plumbline/json-schema/json-pointer';
import { isObject } from '../json-object.ts';
import { member } from '../model/node.ts';

/** Looks into the model's schemas by what they say of a value, whatever way they are composed. */
export interface SchemaView {
  /** The schema and all that it is composed of for the same value, references followed. */
  parts(schema: Schema): readonly Schema[];
  /**
   * The schemas of the part of a value at a JSON Pointer. Empty: no schema speaks of it.
   * `undefined`: the schema leaves open what is there.
   */
  at(schema: Schema, pointer: string): readonly Schema[] | undefined;
  /** Whether values are of the type; `undefined` where the schema does not say. */
  isOfType(schema: Schema, type: string): boolean | undefined;
}

export function createSchemaView(definitions: Definitions): SchemaView {
  const parts = (schema: Schema) => partsOf(schema, definitions);
  return {
    parts,
    at: (schema, pointer) => descend([schema], parsePointer(pointer) ?? [], parts),
    isOfType: (schema, type) => {
      const types = parts(schema).flatMap(declaredTypes);
      return types.length === 0 ? undefined : types.includes(type);
    },
  };
}

type Parts = (schema: Schema) => readonly Schema[];

/** The schema and everything that it is composed of for the same value, each once. */
function partsOf(start: Schema, definitions: Definitions): readonly Schema[] {
  const seen = new Set<Schema>();
  const waiting: Schema[] = [start];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (typeof next === 'object') waiting.push(...composedOf(next, definitions));
  }
  return [...seen];
}

function composedOf(schema: Schema, definitions: Definitions): readonly Schema[] {
  const composed: unknown[] = [];
  const reference = member(schema, '$ref');
  if (typeof reference === 'string') composed.push(member(definitions, reference.replace('#/$defs/', '')));
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const list = member(schema, keyword);
    if (Array.isArray(list)) composed.push(...list);
  }
  return composed.filter((part): part is Schema => isObject(part) || typeof part === 'boolean');
}

function descend(
  start: readonly Schema[],
  tokens: readonly string[],
  parts: Parts,
): readonly Schema[] | undefined {
  let schemas = start;
  for (const token of tokens) {
    const here = schemas.flatMap(parts);
    const inside = here.flatMap((schema) => childrenOf(schema, token));
    if (inside.length === 0) return here.every(isClosedTo) ? [] : undefined;
    schemas = inside;
  }
  return schemas;
}

function childrenOf(schema: Schema, token: string): readonly Schema[] {
  const named = member(member(schema, 'properties'), token);
  const others = member(schema, 'additionalProperties');
  const items = /^\d+$/.test(token) ? member(schema, 'items') : undefined;
  return [named ?? others, items].filter((child): child is Schema => isObject(child) || child === true);
}

/** A schema that lists properties, or says that the value is no object, leaves no other ones open to guess at. */
const isClosedTo = (schema: Schema): boolean =>
  schema === false ||
  member(schema, 'properties') !== undefined ||
  member(schema, 'allOf') !== undefined ||
  member(schema, 'anyOf') !== undefined ||
  member(schema, 'oneOf') !== undefined ||
  member(schema, '$ref') !== undefined ||
  (declaredTypes(schema).length > 0 && !declaredTypes(schema).includes('object'));

function declaredTypes(schema: Schema): readonly string[] {
  const type = member(schema, 'type');
  const written = Array.isArray(type) ? type : [type];
  const types = written.filter((name): name is string => typeof name === 'string');
  if (types.length > 0) return types;
  if (member(schema, 'items') !== undefined || member(schema, 'prefixItems') !== undefined) return ['array'];
  return member(schema, 'properties') === undefined ? [] : ['object'];
}
