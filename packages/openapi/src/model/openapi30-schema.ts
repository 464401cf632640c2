import { isExtension } from './node.ts';
import { annotationKeywords } from './schema-keywords.ts';

type MutableSchema = Record<string, unknown>;

/**
 * Reads a schema of OpenAPI 3.0 as JSON Schema 2020-12. Its subschemas are already read; `schema`
 * is this reader's own copy.
 */
export function readAsCurrent(schema: MutableSchema): MutableSchema {
  readOlderKeywords(schema);
  if (schema.format === 'byte' && schema.contentEncoding === undefined) schema.contentEncoding = 'base64';
  return readNullable(schema);
}

/** The keywords of 3.0 that authors carry on into later versions, where they mean something else or nothing. */
export const outdatedKeywords = (schema: MutableSchema): readonly string[] => [
  ...['exclusiveMinimum', 'exclusiveMaximum'].filter((keyword) => typeof schema[keyword] === 'boolean'),
  ...(schema.nullable === true ? ['nullable'] : []),
];

/** Reads only what `outdatedKeywords` names. */
export function readOutdated(schema: MutableSchema): MutableSchema {
  readOlderKeywords(schema);
  return readNullable(schema);
}

function readOlderKeywords(schema: MutableSchema): void {
  readExclusiveBound(schema, 'exclusiveMinimum', 'minimum');
  readExclusiveBound(schema, 'exclusiveMaximum', 'maximum');
}

function readNullable(schema: MutableSchema): MutableSchema {
  const { nullable, ...rest } = schema;
  return nullable === true ? admitNull(rest) : rest;
}

/** 3.0 has a flag beside the bound; 2020-12 has the bound itself. */
function readExclusiveBound(schema: MutableSchema, flag: string, bound: string): void {
  const isExclusive = schema[flag];
  if (typeof isExclusive !== 'boolean') return;
  delete schema[flag];
  if (!isExclusive || typeof schema[bound] !== 'number') return;
  schema[flag] = schema[bound];
  delete schema[bound];
}

/**
 * `nullable: true`. The letter of 3.0.3 gives it no effect without a `type` beside it, and none on
 * an `enum` that does not list null; authors mean null to be admitted, and so it is read here.
 */
function admitNull(schema: MutableSchema): MutableSchema {
  const isComposed = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not'].some((keyword) => keyword in schema);
  if (isComposed) return admitNullBeside(schema);
  const widened = { ...schema };
  if (typeof schema.type === 'string') widened.type = [schema.type, 'null'];
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) widened.enum = [...schema.enum, null];
  return widened;
}

function admitNullBeside(schema: MutableSchema): MutableSchema {
  const describing: MutableSchema = {};
  const constraining: MutableSchema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const side = annotationKeywords.has(keyword) || isExtension(keyword) ? describing : constraining;
    side[keyword] = value;
  }
  return { ...describing, anyOf: [constraining, { type: 'null' }] };
}
