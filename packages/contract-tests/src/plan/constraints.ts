import { type Definitions, isAssertedFormat, type Schema, type SchemaObject } from '@plumbline/json-schema';
import { isIdle } from './keyword-types.ts';
import {
  asObject,
  type Branch,
  isReadOnly,
  isSchema,
  type SchemaPlace,
  schemaPlaces,
} from './schema-places.ts';

export { dereference, escapeToken, unescapeToken } from './references.ts';

/** One rule a schema puts on one place in its values. */
export interface Constraint {
  /** JSON Pointer into the value; `*` stands for any item of an array. */
  readonly pointer: string;
  readonly keyword: string;
  /** `required` and `dependentRequired`: the property that must be there. */
  readonly property?: string;
  /** The branches of unions that the rule belongs to. */
  readonly branches: readonly Branch[];
  /** JSON Pointer to the keyword, where `$ref` leads to `/$defs/<name>`. */
  readonly schemaPath: string;
  /** The schema that has the keyword. */
  readonly schema: SchemaObject;
}

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
  'contains',
  'minProperties',
  'maxProperties',
  'propertyNames',
  'dependentRequired',
  'oneOf',
  'anyOf',
  'not',
] as const;

/** The constraints on a request value, each once, in the order of the schema. */
export function findConstraints(schema: Schema, definitions: Definitions): readonly Constraint[] {
  const found = new Map<string, Constraint>();
  for (const place of schemaPlaces(schema, definitions)) {
    for (const { keyword, property } of keywordsOf(place.schema, definitions)) {
      if (place.isBranch && isAboutBranches(keyword)) continue;
      const constraint = toConstraint(place, keyword, property);
      const key = constraintKey(constraint);
      if (!found.has(key)) found.set(key, constraint);
    }
  }
  return [...found.values()];
}

/** A value of another type is in no branch, or in another one: the union's own constraint is about that. */
const isAboutBranches = (keyword: string): boolean => keyword === 'type' || keyword === 'const';

function toConstraint(place: SchemaPlace, keyword: string, property: string | undefined): Constraint {
  const { pointer, branches, schemaPath, schema } = place;
  return {
    pointer,
    keyword,
    ...(property === undefined ? {} : { property }),
    branches,
    schemaPath: `${schemaPath}/${keyword}`,
    schema,
  };
}

/** The name of a constraint inside an obligation's id: `/product/oneOf=1/name/maxLength`. */
export function constraintKey({ pointer, keyword, property, branches }: Constraint): string {
  return `${placeKey(pointer, branches)}/${keyword}${property === undefined ? '' : `=${property}`}`;
}

/** The pointer with the branches that lead to its place named where they stand. */
export function placeKey(pointer: string, branches: readonly Branch[]): string {
  return branches.reduceRight(
    (key, { pointer: before, label }) => `${before}/${label}${key.slice(before.length)}`,
    pointer,
  );
}

interface KeywordAt {
  readonly keyword: string;
  readonly property?: string;
}

function keywordsOf(schema: SchemaObject, definitions: Definitions): readonly KeywordAt[] {
  const present: string[] = plainKeywords.filter((keyword) => Object.hasOwn(schema, keyword));
  if (typeof schema.format === 'string' && isAssertedFormat(schema.format)) present.push('format');
  if (schema.uniqueItems === true) present.push('uniqueItems');
  if (schema.additionalProperties === false) present.push('additionalProperties');
  if (schema.unevaluatedProperties === false) present.push('unevaluatedProperties');
  const required = requiredProperties(schema, definitions);
  const found: readonly KeywordAt[] = [
    ...present.map((keyword) => ({ keyword })),
    ...required.map((property) => ({ keyword: 'required', property })),
  ];
  return found.filter(({ keyword }) => !isIdle(schema, keyword));
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
