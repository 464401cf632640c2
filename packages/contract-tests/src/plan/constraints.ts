import { type Definitions, isAssertedFormat, type Schema, type SchemaObject } from '@plumbline/json-schema';

/** One rule a schema puts on one place in its values. */
export interface Constraint {
  /** JSON Pointer into the value; `*` stands for any item of an array. */
  readonly pointer: string;
  readonly keyword: string;
  /** `required` and `dependentRequired`: the property that must be there. */
  readonly property?: string;
}

/** Schemas below this depth are left to the breakages of the places above them. */
const maxDepth = 6;

const plainKeywords = [
  'type',
  'enum',
  'const',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'oneOf',
  'anyOf',
  'not',
] as const;

/** The constraints on a request value, each once, in the order of the schema. Branches of unions are not entered. */
export function findConstraints(schema: Schema, definitions: Definitions): readonly Constraint[] {
  const found = new Map<string, Constraint>();
  walk(schema, { pointer: '', depth: 0, definitions, entered: new Set(), found });
  return [...found.values()];
}

/** The name of a constraint inside an obligation's id. */
export function constraintKey({ pointer, keyword, property }: Constraint): string {
  return `${pointer}/${keyword}${property === undefined ? '' : `=${property}`}`;
}

interface Walk {
  readonly pointer: string;
  readonly depth: number;
  readonly definitions: Definitions;
  readonly entered: ReadonlySet<string>;
  readonly found: Map<string, Constraint>;
}

function walk(schema: Schema, at: Walk): void {
  if (typeof schema === 'boolean' || at.depth > maxDepth) return;
  collectKeywords(schema, at);
  walkReference(schema, at);
  for (const part of schemaList(schema.allOf)) walk(part, at);
  const properties = asObject(schema.properties) ?? {};
  for (const [name, property] of Object.entries(properties)) {
    if (isSchema(property) && !isReadOnly(property, at.definitions)) walk(property, below(at, name));
  }
  if (isSchema(schema.items)) walk(schema.items, below(at, '*'));
}

function walkReference(schema: SchemaObject, at: Walk): void {
  const name = referenceName(schema);
  const target = name === undefined ? undefined : definition(name, at.definitions);
  if (name === undefined || target === undefined || at.entered.has(name)) return;
  walk(target, { ...at, entered: new Set([...at.entered, name]) });
}

function collectKeywords(schema: SchemaObject, at: Walk): void {
  const add = (keyword: string, property?: string): void => {
    const constraint = { pointer: at.pointer, keyword, ...(property === undefined ? {} : { property }) };
    at.found.set(constraintKey(constraint), constraint);
  };
  for (const keyword of plainKeywords) if (Object.hasOwn(schema, keyword)) add(keyword);
  if (typeof schema.format === 'string' && isAssertedFormat(schema.format)) add('format');
  if (schema.uniqueItems === true) add('uniqueItems');
  if (schema.additionalProperties === false) add('additionalProperties');
  if (schema.unevaluatedProperties === false) add('unevaluatedProperties');
  for (const property of requiredProperties(schema, at.definitions)) add('required', property);
}

function requiredProperties(schema: SchemaObject, definitions: Definitions): readonly string[] {
  if (!Array.isArray(schema.required)) return [];
  const properties = asObject(schema.properties) ?? {};
  return schema.required.filter((name): name is string => {
    if (typeof name !== 'string') return false;
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return !(isSchema(property) && isReadOnly(property, definitions));
  });
}

/** A schema with its references followed; `true` where a reference leads nowhere. */
export function dereference(schema: Schema, definitions: Definitions): Schema {
  let current = schema;
  for (let hops = 0; hops < 32; hops += 1) {
    const name = typeof current === 'boolean' ? undefined : referenceName(current);
    if (name === undefined) return current;
    current = definition(name, definitions) ?? true;
  }
  return true;
}

function isReadOnly(schema: Schema, definitions: Definitions): boolean {
  if (typeof schema === 'boolean') return false;
  if (schema.readOnly === true) return true;
  const target = dereference(schema, definitions);
  return typeof target === 'object' && target.readOnly === true;
}

const referencePrefix = '#/$defs/';

function referenceName(schema: SchemaObject): string | undefined {
  const reference = schema.$ref;
  if (typeof reference !== 'string' || !reference.startsWith(referencePrefix)) return undefined;
  return unescapeToken(decodeFragment(reference.slice(referencePrefix.length)));
}

function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function definition(name: string, definitions: Definitions): Schema | undefined {
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}

function below(at: Walk, name: string): Walk {
  return { ...at, pointer: `${at.pointer}/${escapeToken(name)}`, depth: at.depth + 1 };
}

/** RFC 6901, section 3. */
export const escapeToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
export const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  // A non-null object that is no array has string keys.
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'boolean' || asObject(value) !== undefined;

const schemaList = (value: unknown): readonly Schema[] =>
  Array.isArray(value) ? value.filter((part) => isSchema(part)) : [];
