import type { Definitions, Schema, SchemaObject } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';
import { isJsonMedia } from '../check/media-type.ts';
import { dereference } from './constraints.ts';
import { jsonBody } from './requests.ts';

/** The properties of an object by name; of one that several branches describe, each description. */
export type Properties = ReadonlyMap<string, readonly SchemaObject[]>;

/** Branches inside branches further down are left out. */
const maxDepth = 8;

/** The properties that a schema names, those of its references, `allOf` and branches with them. */
export function propertiesOf(schemas: readonly Schema[], definitions: Definitions): Properties {
  const found = new Map<string, SchemaObject[]>();
  for (const schema of schemas) collect(schema, { definitions, depth: 0, found });
  return found;
}

interface Collecting {
  readonly definitions: Definitions;
  readonly depth: number;
  readonly found: Map<string, SchemaObject[]>;
}

function collect(schema: Schema, at: Collecting): void {
  const target = dereference(schema, at.definitions);
  if (typeof target === 'boolean' || at.depth > maxDepth) return;
  for (const [name, property] of Object.entries(schemaMap(target.properties))) {
    at.found.set(name, [...(at.found.get(name) ?? []), resolved(property, at.definitions)]);
  }
  for (const branch of branchesOf(target)) collect(branch, { ...at, depth: at.depth + 1 });
  // Keywords beside a reference say more of the same value.
  if (typeof schema === 'object' && schema !== target) {
    for (const branch of branchesOf(schema)) collect(branch, { ...at, depth: at.depth + 1 });
  }
}

/** A reference with what stands beside it, so that `readOnly` there is seen. */
function resolved(schema: Schema, definitions: Definitions): SchemaObject {
  if (typeof schema === 'boolean') return {};
  const target = dereference(schema, definitions);
  return typeof target === 'object' ? { ...target, ...withoutReference(schema) } : withoutReference(schema);
}

const withoutReference = ({ $ref: _, ...rest }: SchemaObject): SchemaObject => rest;

/** The schemas that say something about the same value. */
export function branchesOf({ allOf, oneOf, anyOf }: SchemaObject): readonly Schema[] {
  return [allOf, oneOf, anyOf].flatMap((part) => (Array.isArray(part) ? part.filter(isSchema) : []));
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));

function schemaMap(value: unknown): Readonly<Record<string, Schema>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, Schema] => isSchema(entry[1])),
  );
}

/** What the JSON body of a request may hold. */
export function requestProperties(operation: Operation, definitions: Definitions): Properties {
  const schema = jsonBody(operation)?.schema;
  return schema === undefined ? new Map() : propertiesOf([schema], definitions);
}

/** What the JSON body of a success holds. */
export function answerProperties(operation: Operation, definitions: Definitions): Properties {
  return propertiesOf(answerSchemas(operation), definitions);
}

export const answerSchemas = ({ responses }: Operation): readonly Schema[] =>
  responses
    .filter(({ status }) => /^2/.test(status))
    .flatMap(({ content }) => content.filter(({ mediaType }) => isJsonMedia(mediaType)))
    .flatMap(({ schema }) => (schema === undefined ? [] : [schema]));

/** The types a schema names, null left out; none where it says nothing of them. */
export function typesOf(schemas: readonly SchemaObject[], definitions: Definitions): ReadonlySet<string> {
  const types = new Set<string>();
  const walk = (schema: Schema, depth: number): void => {
    const target = dereference(schema, definitions);
    if (typeof target === 'boolean' || depth > maxDepth) return;
    for (const type of [target.type].flat()) if (typeof type === 'string') types.add(type);
    for (const value of enumerated(target)) types.add(jsonType(value));
    for (const branch of branchesOf(target)) walk(branch, depth + 1);
  };
  for (const schema of schemas) walk(schema, 0);
  if (types.delete('integer')) types.add('number');
  types.delete('null');
  return types;
}

function enumerated(schema: SchemaObject): readonly unknown[] {
  const members = Array.isArray(schema.enum) ? schema.enum : [];
  return Object.hasOwn(schema, 'const') ? [...members, schema.const] : members;
}

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Whether any of the schemas admits null. */
export function admitsNull(schemas: readonly SchemaObject[], definitions: Definitions): boolean {
  const admits = (schema: Schema, depth: number): boolean => {
    const target = dereference(schema, definitions);
    if (typeof target === 'boolean') return target;
    if (depth > maxDepth) return false;
    if ([target.type].flat().includes('null') || enumerated(target).includes(null)) return true;
    return branchesOf(target).some((branch) => admits(branch, depth + 1));
  };
  return schemas.some((schema) => admits(schema, 0));
}

/** The schemas with their references followed, and each of their branches beside them. */
export function alternativesOf(
  schemas: readonly Schema[],
  definitions: Definitions,
): readonly SchemaObject[] {
  const walk = (schema: Schema, depth: number): readonly SchemaObject[] => {
    const target = dereference(schema, definitions);
    if (typeof target === 'boolean' || depth > maxDepth) return [];
    return [target, ...branchesOf(target).flatMap((branch) => walk(branch, depth + 1))];
  };
  return schemas.flatMap((schema) => walk(schema, 0));
}
