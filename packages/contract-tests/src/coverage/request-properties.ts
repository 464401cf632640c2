import type { Definitions, Schema } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';
import { dereference, escapeToken } from '../plan/constraints.ts';
import { jsonBody } from '../plan/requests.ts';

/** As deep as constraints are looked for; recursive schemas end here. */
const maxDepth = 6;

/** More are no table that anybody reads. */
const maxProperties = 500;

/** JSON Pointers of the properties in an operation's JSON body, `*` for any item of an array. */
export function requestProperties(operation: Operation, definitions: Definitions): readonly string[] {
  const schema = jsonBody(operation)?.schema;
  if (schema === undefined) return [];
  const found = new Set<string>();
  collect(schema, { pointer: '', depth: 0, definitions, found });
  return [...found];
}

interface Walk {
  readonly pointer: string;
  readonly depth: number;
  readonly definitions: Definitions;
  readonly found: Set<string>;
}

function collect(schema: Schema, at: Walk): void {
  if (at.depth > maxDepth || at.found.size >= maxProperties) return;
  const target = dereference(schema, at.definitions);
  if (typeof target === 'boolean') return;
  for (const part of listOf(target.allOf)) collect(part, { ...at, depth: at.depth + 1 });
  for (const [name, property] of entriesOf(target.properties)) {
    const pointer = `${at.pointer}/${escapeToken(name)}`;
    if (isReadOnly(property, at.definitions)) continue;
    at.found.add(pointer);
    collect(property, { ...at, pointer, depth: at.depth + 1 });
  }
  if (isSchema(target.items))
    collect(target.items, { ...at, pointer: `${at.pointer}/*`, depth: at.depth + 1 });
}

function isReadOnly(schema: Schema, definitions: Definitions): boolean {
  const target = dereference(schema, definitions);
  return typeof target === 'object' && target.readOnly === true;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}

const listOf = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

const entriesOf = (value: unknown): readonly (readonly [string, Schema])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).filter((entry): entry is [string, Schema] => isSchema(entry[1]))
    : [];
