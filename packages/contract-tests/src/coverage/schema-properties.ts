import type { Definitions, Schema } from '@plumbline/json-schema';
import type { Operation, Response } from '@plumbline/openapi';
import { isJsonMedia } from '../check/media-type.ts';
import { dereference, escapeToken } from '../plan/constraints.ts';
import { jsonBody } from '../plan/requests.ts';

/** As deep as constraints are looked for; recursive schemas end here. */
const maxDepth = 6;

/** More are no table that anybody reads. */
const maxProperties = 500;

/** JSON Pointers of the properties in an operation's JSON body, `*` for any item of an array. */
export function requestProperties(operation: Operation, definitions: Definitions): readonly string[] {
  return schemaProperties(jsonBody(operation)?.schema, { definitions, hidden: 'readOnly', unions: [] });
}

/** The same of the JSON body of an answer, the branches of its unions included. */
export function responseProperties({ content }: Response, definitions: Definitions): readonly string[] {
  const json = content.find(({ mediaType }) => isJsonMedia(mediaType));
  return schemaProperties(json?.schema, { definitions, hidden: 'writeOnly', unions: ['oneOf', 'anyOf'] });
}

interface Reading {
  readonly definitions: Definitions;
  /** Properties marked so are not part of it. */
  readonly hidden: 'readOnly' | 'writeOnly';
  /** Keywords besides `allOf` whose schemas are looked into. */
  readonly unions: readonly ('oneOf' | 'anyOf')[];
}

function schemaProperties(schema: Schema | undefined, reading: Reading): readonly string[] {
  if (schema === undefined) return [];
  const found = new Set<string>();
  collect(schema, { ...reading, pointer: '', depth: 0, found });
  return [...found];
}

interface Walk extends Reading {
  readonly pointer: string;
  readonly depth: number;
  readonly found: Set<string>;
}

function collect(schema: Schema, at: Walk): void {
  if (at.depth > maxDepth || at.found.size >= maxProperties) return;
  const target = dereference(schema, at.definitions);
  if (typeof target === 'boolean') return;
  for (const part of [target.allOf, ...at.unions.map((keyword) => target[keyword])].flatMap(listOf))
    collect(part, { ...at, depth: at.depth + 1 });
  for (const [name, property] of entriesOf(target.properties)) {
    const pointer = `${at.pointer}/${escapeToken(name)}`;
    if (isHidden(property, at)) continue;
    at.found.add(pointer);
    collect(property, { ...at, pointer, depth: at.depth + 1 });
  }
  if (isSchema(target.items))
    collect(target.items, { ...at, pointer: `${at.pointer}/*`, depth: at.depth + 1 });
}

function isHidden(schema: Schema, { definitions, hidden }: Walk): boolean {
  const target = dereference(schema, definitions);
  return typeof target === 'object' && target[hidden] === true;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}

const listOf = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

const entriesOf = (value: unknown): readonly (readonly [string, Schema])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).filter((entry): entry is [string, Schema] => isSchema(entry[1]))
    : [];
