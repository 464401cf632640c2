import type { Definitions, Schema, SchemaObject } from '@plumbline/json-schema';
import { dereference, escapeToken } from '../plan/constraints.ts';

/** One place in the values of a schema, and all schemas that speak of it. */
export interface SchemaPlace {
  /** JSON Pointer into the value; `*` stands for any item of an array. */
  readonly pointer: string;
  readonly parts: readonly SchemaObject[];
  /** Whether the object around it must have it. */
  readonly isRequired: boolean;
}

/** Deeper places are left out: answers are faulty enough above them. */
const maxDepth = 4;
/** A schema that nests itself ends here. */
const mostPlaces = 400;

/** The places of a schema from the outside in; of unions, only those with one branch beside `null`. */
export function schemaPlaces(schema: Schema, definitions: Definitions): readonly SchemaPlace[] {
  const found: SchemaPlace[] = [];
  visit({ schema, pointer: '', isRequired: true, depth: 0 }, { definitions, found });
  return found;
}

interface Visit {
  readonly schema: Schema;
  readonly pointer: string;
  readonly isRequired: boolean;
  readonly depth: number;
}

interface Places {
  readonly definitions: Definitions;
  readonly found: SchemaPlace[];
}

function visit({ schema, pointer, isRequired, depth }: Visit, places: Places): void {
  const parts = partsOf(schema, places.definitions);
  if (parts.length === 0 || depth > maxDepth || places.found.length >= mostPlaces) return;
  places.found.push({ pointer, parts, isRequired });
  const required = new Set(parts.flatMap((part) => (Array.isArray(part.required) ? part.required : [])));
  const visited = new Set<string>();
  for (const [name, member] of parts.flatMap((part) => Object.entries(asRecord(part.properties)))) {
    if (!isSchema(member) || visited.has(name)) continue;
    visited.add(name);
    const below = `${pointer}/${escapeToken(name)}`;
    visit({ schema: member, pointer: below, isRequired: required.has(name), depth: depth + 1 }, places);
  }
  const items = parts.find((part) => isSchema(part.items))?.items;
  if (isSchema(items))
    visit({ schema: items, pointer: `${pointer}/*`, isRequired: true, depth: depth + 1 }, places);
}

/** The schema itself and what it refers to or demands beside itself. */
export function partsOf(schema: Schema, definitions: Definitions): readonly SchemaObject[] {
  const parts: SchemaObject[] = [];
  const open: Schema[] = [schema];
  for (let current = open.pop(); current !== undefined && parts.length < 20; current = open.pop()) {
    if (typeof current === 'boolean') continue;
    parts.push(current);
    if (typeof current.$ref === 'string') open.push(dereference(current, definitions));
    open.push(...schemasIn(current.allOf), ...onlyBranch(current));
  }
  return parts;
}

function onlyBranch({ oneOf, anyOf }: SchemaObject): readonly Schema[] {
  const branches = schemasIn(oneOf ?? anyOf).filter(
    (branch) => typeof branch === 'boolean' || branch.type !== 'null',
  );
  return branches.length === 1 ? branches : [];
}

const schemasIn = (list: unknown): readonly Schema[] => (Array.isArray(list) ? list.filter(isSchema) : []);

export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  // A non-null object that is no array has string keys.
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

/** The first value that the schemas of a place give a keyword. */
export function keywordAt({ parts }: Pick<SchemaPlace, 'parts'>, keyword: string): unknown {
  return parts.find((part) => Object.hasOwn(part, keyword))?.[keyword];
}

/** The types that a place allows; empty where the schema does not say. */
export function typesAt(place: Pick<SchemaPlace, 'parts'>): readonly string[] {
  const type = keywordAt(place, 'type');
  return (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string');
}

export const lastName = (pointer: string): string =>
  pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');

/** The schema of a place as one schema, with what it refers to. */
export const schemaAt = ({ parts }: SchemaPlace): Schema => parts[0] ?? true;
