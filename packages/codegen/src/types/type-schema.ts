import { entriesOf, isRecord, own } from '../document-node.ts';
import { commentText } from '../escape.ts';
import { mediaClass } from '../media-class.ts';
import { isInt64 } from './int64-schema.ts';
import type { OpenEnums } from './open-enums.ts';
import type { TypeChoices } from './type-choices.ts';

/**
 * The schemas of the types document: the keywords that shape a TypeScript type and nothing else,
 * in the one form that openapi-typescript 7.13 prints correctly. What JSON Schema says beyond that
 * (formats, bounds, `not`, `if`) is left to the compiled checks.
 */
export interface TypeSchema {
  $ref?: string;
  type?: TypeName | TypeName[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, TypeSchema>;
  required?: string[];
  items?: TypeSchema;
  prefixItems?: TypeSchema[];
  additionalProperties?: TypeSchema | boolean;
  allOf?: TypeSchema[];
  anyOf?: TypeSchema[];
  oneOf?: TypeSchema[];
  discriminator?: { propertyName: string; mapping?: Record<string, string> };
  title?: string;
  description?: string;
  default?: unknown;
  format?: string;
  deprecated?: boolean;
  readOnly?: boolean;
  /** An integer that is printed as `bigint`. */
  isBigInt?: true;
  /** Any text or number, beside the members of an enum that editors go on to offer. */
  isOther?: true;
}

export type TypeName = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

/** Which way a value travels: clients send requests, servers send responses. */
export type Direction = 'request' | 'response';

export interface SchemaContext {
  /** OpenAPI 3.0: `nullable` is a keyword there. */
  readonly isVersion30: boolean;
  readonly direction: Direction;
  /** The reference to write for a reference in the description; `undefined`: it leads nowhere. */
  refer(reference: string, direction: Direction): string | undefined;
  /** Whether the property is `readOnly` or `writeOnly`, also when its `$ref`'s target says so. */
  markerOf(property: unknown): 'readOnly' | 'writeOnly' | undefined;
  /** The token under which a name is printed, restored afterwards. */
  key(name: string): string;
  readonly int64: NonNullable<TypeChoices['int64']>;
  /** Which enums may have other members; `undefined`: none. */
  readonly openEnums: OpenEnums | undefined;
}

const TYPE_NAMES: ReadonlySet<unknown> = new Set<TypeName>([
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'array',
  'object',
]);

export function toTypeSchema(schema: unknown, context: SchemaContext): TypeSchema {
  // A schema that admits nothing is an empty enum: printed as `never`.
  if (schema === false) return { enum: [] };
  if (!isRecord(schema)) return {};
  const annotations = annotationsOf(schema);
  const reference = own(schema, '$ref');
  if (typeof reference !== 'string')
    return withNull(toPlainSchema(schema, annotations, context), schema, context);
  const target = context.refer(reference, context.direction);
  const referred: TypeSchema = target === undefined ? {} : { $ref: target };
  const beside = context.isVersion30 ? {} : toPlainSchema(schema, {}, context);
  // Since 3.1 keywords beside `$ref` count; openapi-typescript reads the reference only.
  if (isTypeless(beside)) return withNull({ ...annotations, ...referred }, schema, context);
  return { ...annotations, allOf: [referred, beside] };
}

/** OpenAPI 3.0's `nullable`, as 3.1 writes it. */
function withNull(result: TypeSchema, schema: Record<string, unknown>, context: SchemaContext): TypeSchema {
  if (!context.isVersion30 || own(schema, 'nullable') !== true) return result;
  const isPlain = !result.allOf && !result.anyOf && !result.oneOf && !result.isBigInt;
  if (typeof result.type === 'string' && isPlain) {
    return { ...result, type: [result.type, 'null'] };
  }
  if (isTypeless(result)) return result;
  const { title, description, deprecated, readOnly, ...rest } = result;
  return { ...present({ title, description, deprecated, readOnly }), anyOf: [rest, { type: 'null' }] };
}

function toPlainSchema(
  schema: Record<string, unknown>,
  annotations: TypeSchema,
  context: SchemaContext,
): TypeSchema {
  if (isBinary(schema)) return { ...annotations, ...BINARY };
  const open = context.direction === 'response' ? context.openEnums?.typeOf(schema) : undefined;
  if (open !== undefined) return withOthers(schema, annotations, { ...context, openEnums: undefined }, open);
  if (isInt64(schema) && context.int64 !== 'number') return toInt64(schema, annotations, context);
  const result: TypeSchema = { ...annotations, ...valueKeywords(schema) };
  // What else is asked of null leaves null or nothing, and an intersection with it may refer to itself.
  if ('const' in result || 'enum' in result || result.type === 'null') return result;
  addArrayKeywords(result, schema, context);
  addObjectKeywords(result, schema, context);
  for (const keyword of ['allOf', 'anyOf', 'oneOf'] as const) {
    const members = own(schema, keyword);
    if (Array.isArray(members) && members.length > 0) {
      result[keyword] = members.map((member) => toTypeSchema(member, context));
    }
  }
  addDiscriminator(result, schema, context);
  return withComposition(result);
}

/** An enum that may have other members. */
function withOthers(
  schema: Record<string, unknown>,
  annotations: TypeSchema,
  context: SchemaContext,
  type: 'string' | 'number',
): TypeSchema {
  return { ...annotations, anyOf: [toPlainSchema(schema, {}, context), { type, isOther: true }] };
}

/** An integer of 64 bits, or that and values of other types: each of them apart. */
function toInt64(
  schema: Record<string, unknown>,
  annotations: TypeSchema,
  context: SchemaContext,
): TypeSchema {
  const types = [own(schema, 'type')].flat();
  if (types.length > 1) {
    return { ...annotations, anyOf: types.map((type) => toPlainSchema({ ...schema, type }, {}, context)) };
  }
  // The format is that of what travels, not of the type.
  const { format: _, default: __, ...described } = annotations;
  return context.int64 === 'bigint'
    ? { ...described, type: 'integer', isBigInt: true }
    : { ...described, type: 'string' };
}

function annotationsOf(schema: Record<string, unknown>): TypeSchema {
  const text = (name: string) => {
    const value = own(schema, name);
    return typeof value === 'string' && value.trim() !== '' ? commentText(value) : undefined;
  };
  const fallback = own(schema, 'default');
  return present({
    title: text('title'),
    description: text('description'),
    format: text('format'),
    default: typeof fallback === 'string' ? commentText(fallback) : fallback,
    deprecated: own(schema, 'deprecated') === true ? true : undefined,
  });
}

/** What is printed as `Blob`. */
const BINARY = { type: 'string', format: 'binary' } as const;

export function isBlob(schema: { readonly type?: unknown; readonly format?: unknown }): boolean {
  return schema.type === BINARY.type && schema.format === BINARY.format;
}

/** A part that is bytes: `format: binary` in 3.0, `contentMediaType` without an encoding since 3.1. */
function isBinary(schema: Record<string, unknown>): boolean {
  const type = own(schema, 'type');
  if (type !== undefined && type !== 'string') return false;
  if (own(schema, 'format') === 'binary') return true;
  const mediaType = own(schema, 'contentMediaType');
  if (typeof mediaType !== 'string' || own(schema, 'contentEncoding') !== undefined) return false;
  return mediaClass(mediaType) === 'bytes';
}

/** `type`, `const` and `enum`. */
function valueKeywords(schema: Record<string, unknown>): TypeSchema {
  const types = [own(schema, 'type')].flat().filter((name): name is TypeName => TYPE_NAMES.has(name));
  const type = types.length > 1 ? types : types[0];
  if (Object.hasOwn(schema, 'const')) {
    // openapi-typescript passes over `const: null`.
    return schema.const === null ? { type: 'null' } : { const: schema.const };
  }
  const members = own(schema, 'enum');
  if (!Array.isArray(members)) return present({ type });
  // openapi-typescript reads an object's `enum` as schemas.
  if (members.some(isRecord)) return { oneOf: members.map((member) => ({ const: member })) };
  const scalar = types.filter((name) => name !== 'object' && name !== 'null');
  const isText = members.every((member) => typeof member === 'string');
  return present({ type: scalar[0] ?? (isText ? 'string' : undefined), enum: [...new Set(members)] });
}

function addArrayKeywords(result: TypeSchema, schema: Record<string, unknown>, context: SchemaContext): void {
  const prefix = own(schema, 'prefixItems');
  if (Array.isArray(prefix)) result.prefixItems = prefix.map((item) => toTypeSchema(item, context));
  const items = own(schema, 'items');
  if (isRecord(items) || typeof items === 'boolean') result.items = toTypeSchema(items, context);
  // `items` and `prefixItems` alone speak of arrays, but admit everything else as well: the
  // author's intent is an array.
  if (result.type === undefined && (result.items || result.prefixItems)) result.type = 'array';
}

function addObjectKeywords(
  result: TypeSchema,
  schema: Record<string, unknown>,
  context: SchemaContext,
): void {
  const dropped = context.direction === 'request' ? 'readOnly' : 'writeOnly';
  const properties: [string, TypeSchema][] = [];
  const droppedNames = new Set<string>();
  for (const [name, property] of entriesOf(own(schema, 'properties'))) {
    const marker = context.markerOf(property);
    if (marker === dropped) {
      droppedNames.add(name);
    } else {
      const readOnly = marker === 'readOnly' ? { readOnly: true } : {};
      properties.push([context.key(name), { ...toTypeSchema(property, context), ...readOnly }]);
    }
  }
  if (properties.length > 0) result.properties = Object.fromEntries(properties);
  const required = own(schema, 'required');
  if (Array.isArray(required)) {
    result.required = required
      .filter((name): name is string => typeof name === 'string' && !droppedNames.has(name))
      .map((name) => context.key(name));
  }
  addIndex(result, schema, context);
}

function addIndex(result: TypeSchema, schema: Record<string, unknown>, context: SchemaContext): void {
  const additional = own(schema, 'additionalProperties');
  const patterns = entriesOf(own(schema, 'patternProperties')).map(([, value]) => value);
  const open = isRecord(additional) || additional === true ? [additional, ...patterns] : patterns;
  if (open.length === 0) return;
  // Beside named properties an index signature of another type could not be built by any literal.
  const single = result.properties === undefined && open.length === 1 && open[0] !== true;
  result.additionalProperties = single ? toTypeSchema(open[0], context) : true;
}

function addDiscriminator(result: TypeSchema, schema: Record<string, unknown>, context: SchemaContext): void {
  const propertyName = own(own(schema, 'discriminator'), 'propertyName');
  if (typeof propertyName !== 'string') return;
  const mapping: [string, string][] = [];
  for (const [value, target] of entriesOf(own(own(schema, 'discriminator'), 'mapping'))) {
    if (typeof target !== 'string') continue;
    const reference = target.startsWith('#') ? target : `#/components/schemas/${target}`;
    const written = context.refer(reference, context.direction);
    if (written !== undefined) mapping.push([value, written]);
  }
  result.discriminator = { propertyName: context.key(propertyName) };
  if (mapping.length > 0) result.discriminator.mapping = Object.fromEntries(mapping);
}

/**
 * openapi-typescript joins a schema's own keywords with `anyOf`, and with a `oneOf` of scalars, by
 * a union, where JSON Schema demands both. Members that only constrain (`required: [a]`) say
 * nothing about the type and would turn it into `unknown`.
 */
function withComposition(schema: TypeSchema): TypeSchema {
  const result = { ...schema };
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    if (result[keyword]?.some(isTypeless) && hasOwnType(result)) delete result[keyword];
  }
  if (result.oneOf && hasOnlyScalarType(result) && result.oneOf.every(isScalar)) delete result.type;
  if (result.anyOf === undefined || !hasOwnType(result)) return result;
  if (hasOnlyScalarType(result) && result.anyOf.every(isScalar)) {
    delete result.type;
    return result;
  }
  const { title, description, format, default: fallback, deprecated, anyOf, ...core } = result;
  const annotations = present({ title, description, format, default: fallback, deprecated });
  return { ...annotations, allOf: [core, { anyOf }] };
}

/** Keywords of which any makes a schema say what type its values have. */
const TYPING = [
  '$ref',
  'type',
  'const',
  'enum',
  'properties',
  'additionalProperties',
  'items',
  'prefixItems',
  'allOf',
  'anyOf',
  'oneOf',
] as const satisfies readonly (keyof TypeSchema)[];

function isTypeless(schema: TypeSchema): boolean {
  return TYPING.every((keyword) => schema[keyword] === undefined);
}

function hasOwnType(schema: TypeSchema): boolean {
  const { anyOf: _, oneOf: __, type, ...rest } = schema;
  return !isTypeless(rest) || (type !== undefined && type !== 'object');
}

function hasOnlyScalarType(schema: TypeSchema): boolean {
  const { anyOf: _, oneOf: __, type, ...rest } = schema;
  return isTypeless(rest) && typeof type === 'string' && type !== 'object' && type !== 'array';
}

function isScalar(schema: TypeSchema): boolean {
  if (schema.$ref !== undefined || schema.oneOf || schema.anyOf || schema.allOf) return false;
  if ('const' in schema || schema.enum !== undefined) return true;
  return typeof schema.type === 'string' && schema.type !== 'object' && schema.type !== 'array';
}

/** The object without its undefined members (`exactOptionalPropertyTypes`). */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Each member that is left has its own type without `undefined`.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
