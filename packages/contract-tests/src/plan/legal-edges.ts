import type { Definitions, Schema, SchemaObject } from '@plumbline/json-schema';
import { placeKey } from './constraints.ts';
import { isIdle } from './keyword-types.ts';
import { dereference, escapeToken, unescapeToken } from './references.ts';
import { asObject, isSchema, type SchemaPlace, schemaList, schemaPlaces } from './schema-places.ts';

/** A legal value at the edge of what a schema allows; what is one step further is illegal. */
export interface LegalEdge {
  /** Inside an obligation's id: `/title/maxLength`, `/genre/enum="novel"`, `/optional=contact`. */
  readonly key: string;
  /** JSON Pointer to the value at the edge; `*` stands for an item of an array. */
  readonly pointer: string;
  readonly keyword: string;
  /** What the value is, for claims: `a text of 80 characters`. */
  readonly description: string;
  readonly trail: SchemaPlace['trail'];
  /** The schema whose keyword has the edge. */
  readonly schema: SchemaObject;
  readonly kind: EdgeKind;
  /**
   * False where the value may name what does not exist, such as an id, an address or a word of some language: there a
   * refusal proves nothing by itself.
   */
  readonly isCertain: boolean;
}

export type EdgeKind =
  | { readonly type: 'length'; readonly length: number; readonly isAstral: boolean }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'literal'; readonly value: unknown }
  | { readonly type: 'items'; readonly count: number }
  | { readonly type: 'members'; readonly count: number }
  | { readonly type: 'branch'; readonly branch: Schema }
  | { readonly type: 'present'; readonly property: string; readonly schema: Schema }
  | { readonly type: 'bare'; readonly required: readonly string[] }
  | { readonly type: 'extra' };

/** Long enumerations are sampled from the front. */
const mostLiterals = 24;

/** The edges of a request value, each once, in the order of the schema. */
export function findLegalEdges(schema: Schema, definitions: Definitions): readonly LegalEdge[] {
  if (typeof schema === 'boolean') return [];
  const edges = known.get(schema) ?? listEdges(schema, definitions);
  known.set(schema, edges);
  return edges;
}

/** What is compiled for an edge is kept for its schemas, so these stay the same objects. */
const known = new WeakMap<SchemaObject, readonly LegalEdge[]>();

function listEdges(schema: Schema, definitions: Definitions): readonly LegalEdge[] {
  const found = new Map<string, LegalEdge>();
  for (const place of schemaPlaces(schema, definitions)) {
    for (const edge of edgesOf(place, definitions)) if (!found.has(edge.key)) found.set(edge.key, edge);
  }
  return [...found.values()];
}

/** Where the value is changed to get to the edge. */
export function touchedPointer({ pointer, kind }: LegalEdge): string {
  if (kind.type === 'present') return `${pointer}/${escapeToken(kind.property)}`;
  return kind.type === 'extra' ? `${pointer}/${extraName}` : pointer;
}

/** A name that no description uses. */
export const extraName = 'unexpectedProperty';

type EdgeDraft = Pick<LegalEdge, 'keyword' | 'description' | 'kind' | 'isCertain'> & {
  readonly suffix?: string;
};

function edgesOf(place: SchemaPlace, definitions: Definitions): readonly LegalEdge[] {
  const { pointer, branches, trail, schema } = place;
  const key = placeKey(pointer, branches);
  return [
    ...textEdges(schema, lastName(pointer)),
    ...numberEdges(schema),
    ...literalEdges(place),
    ...sizeEdges(schema, lastName(pointer)),
    ...branchEdges(schema),
    ...memberEdges(schema, definitions),
  ]
    .filter(({ keyword }) => !isIdle(schema, keyword))
    .map(({ suffix, ...edge }) => ({
      ...edge,
      key: `${key}/${edge.keyword}${suffix === undefined ? '' : `=${suffix}`}`,
      pointer,
      trail,
      schema,
    }));
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isLimit = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Texts of a pattern or a format follow rules of their own. */
const isFreeText = ({ pattern, format }: SchemaObject): boolean =>
  pattern === undefined && format === undefined;

/** What people write: other texts, such as a time zone or a currency, follow rules that a schema may not state. */
const proseNames =
  /^(name|title|label|description|summary|subject|note|notes|comment|message|text|content|body|bio|reason)$|[a-z](Name|Title|Description|Note|Comment|Message)$|_(name|title|description|note|comment|message)$/;

const isProse = (schema: SchemaObject, name: string): boolean => isFreeText(schema) && proseNames.test(name);

/** The property that a value belongs to, also as an item of its list. */
const lastName = (pointer: string): string =>
  unescapeToken(pointer.split('/').findLast((token) => token !== '*') ?? '');

function textEdges(schema: SchemaObject, name: string): readonly EdgeDraft[] {
  const edge = (keyword: string, length: number): EdgeDraft => ({
    keyword,
    description: `a text of ${length} characters`,
    kind: { type: 'length', length, isAstral: false },
    isCertain: isProse(schema, name),
  });
  const { minLength, maxLength } = schema;
  return [
    ...(isCount(minLength) && minLength > 0 ? [edge('minLength', minLength)] : []),
    ...(isCount(maxLength) ? [edge('maxLength', maxLength)] : []),
    ...(isCount(maxLength) && maxLength > 0 && isFreeText(schema)
      ? [astralEdge(maxLength, isProse(schema, name))]
      : []),
  ];
}

/** JSON Schema counts code points (RFC 8259, section 7; 2020-12 Validation, section 6.3.1), JavaScript and Java do not. */
function astralEdge(length: number, isCertain: boolean): EdgeDraft {
  return {
    keyword: 'maxLength',
    suffix: 'code points',
    description: `a text of ${length} characters beyond the Basic Multilingual Plane`,
    kind: { type: 'length', length, isAstral: true },
    isCertain,
  };
}

function numberEdges(schema: SchemaObject): readonly EdgeDraft[] {
  const step = stepOf(schema);
  const edge = (keyword: string, value: number): EdgeDraft => ({
    keyword,
    description: String(value),
    kind: { type: 'number', value },
    isCertain: true,
  });
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  return [
    ...(isLimit(minimum) ? [edge('minimum', toStep(minimum, step, Math.ceil))] : []),
    ...(isLimit(maximum) ? [edge('maximum', toStep(maximum, step, Math.floor))] : []),
    ...(isLimit(exclusiveMinimum) ? [edge('exclusiveMinimum', nextTo(exclusiveMinimum, 1, step))] : []),
    ...(isLimit(exclusiveMaximum) ? [edge('exclusiveMaximum', nextTo(exclusiveMaximum, -1, step))] : []),
  ];
}

interface Step {
  readonly by: number;
  readonly isWhole: boolean;
}

function stepOf({ type, multipleOf }: SchemaObject): Step {
  const isInteger = [type].flat().includes('integer') && ![type].flat().includes('number');
  if (isLimit(multipleOf) && multipleOf > 0) return { by: multipleOf, isWhole: true };
  return { by: 1, isWhole: isInteger };
}

/** The last number in bounds that is a multiple of the step. */
function toStep(limit: number, { by, isWhole }: Step, round: (value: number) => number): number {
  return isWhole ? round(limit / by) * by : limit;
}

/** The nearest legal number on the right side of an excluded one; of a fraction one that servers can tell apart. */
function nextTo(limit: number, direction: 1 | -1, { by, isWhole }: Step): number {
  if (!isWhole) return limit + direction * Math.max(1e-6, Math.abs(limit) * 1e-9);
  const steps = direction === 1 ? Math.floor(limit / by) + 1 : Math.ceil(limit / by) - 1;
  return steps * by;
}

function literalEdges({ schema, isBranch }: SchemaPlace): readonly EdgeDraft[] {
  const literal = (keyword: string, value: unknown): EdgeDraft => ({
    keyword,
    ...(keyword === 'null' ? {} : { suffix: JSON.stringify(value) }),
    description: JSON.stringify(value),
    kind: { type: 'literal', value },
    isCertain: true,
  });
  const types = [schema.type].flat();
  const members = Array.isArray(schema.enum) ? schema.enum.slice(0, mostLiterals) : [];
  return [
    ...members.map((member) => literal('enum', member)),
    ...(types.includes('boolean') && members.length === 0
      ? [literal('boolean', true), literal('boolean', false)]
      : []),
    ...(types.includes('null') && !isBranch && !members.includes(null) && members.length === 0
      ? [literal('null', null)]
      : []),
  ];
}

/** Longer lists are not made. */
const mostItems = 1_000;

function sizeEdges(schema: SchemaObject, name: string): readonly EdgeDraft[] {
  const items = (keyword: string, count: number): EdgeDraft => ({
    keyword,
    description: `${count} items`,
    kind: { type: 'items', count },
    isCertain: isPlain(asObject(schema.items) ?? {}, name),
  });
  const members = (keyword: string, count: number): EdgeDraft => ({
    keyword,
    description: `${count} properties`,
    kind: { type: 'members', count },
    isCertain: false, // Which properties go together no schema says.
  });
  const { minItems, maxItems, minProperties, maxProperties } = schema;
  return [
    ...(isCount(minItems) ? [items('minItems', minItems)] : []),
    ...(isCount(maxItems) && maxItems <= mostItems ? [items('maxItems', maxItems)] : []),
    ...(isCount(minProperties) && minProperties > 0 ? [members('minProperties', minProperties)] : []),
    ...(isCount(maxProperties) && maxProperties <= mostItems
      ? [members('maxProperties', maxProperties)]
      : []),
  ];
}

/** Whether a value can name nothing that may be missing: a member of a list, a number, a boolean, prose. */
function isPlain(schema: SchemaObject, name: string): boolean {
  if (Array.isArray(schema.enum)) return true;
  const types = [schema.type].flat().filter((type) => type !== 'null');
  if (types.length !== 1) return false;
  if (types[0] === 'string') return isProse(schema, name);
  return types[0] === 'boolean' || types[0] === 'integer' || types[0] === 'number';
}

function branchEdges(schema: SchemaObject): readonly EdgeDraft[] {
  return (['oneOf', 'anyOf'] as const).flatMap((keyword) =>
    schemaList(schema[keyword]).map((branch, index) => ({
      keyword,
      suffix: String(index),
      description: `a value of branch ${index + 1} of \`${keyword}\``,
      kind: { type: 'branch', branch } as const,
      isCertain: true,
    })),
  );
}

function memberEdges(schema: SchemaObject, definitions: Definitions): readonly EdgeDraft[] {
  const properties = Object.entries(asObject(schema.properties) ?? {});
  const required = requiredNames(schema);
  const optional = properties.filter(
    (entry): entry is [string, Schema] =>
      !required.includes(entry[0]) && isSchema(entry[1]) && !isHidden(entry[1], definitions),
  );
  return [
    ...optional.map(([name, property]) => presentEdge(name, property, definitions)),
    ...(optional.length > 0 ? [bareEdge(required)] : []),
    ...(schema.additionalProperties === true ? [extraEdge] : []),
  ];
}

const requiredNames = ({ required }: SchemaObject): readonly string[] =>
  Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];

function isHidden(property: Schema, definitions: Definitions): boolean {
  const target = dereference(property, definitions);
  const isReadOnly = (schema: Schema) => typeof schema === 'object' && schema.readOnly === true;
  return property === false || isReadOnly(property) || isReadOnly(target);
}

function presentEdge(property: string, schema: Schema, definitions: Definitions): EdgeDraft {
  const target = dereference(schema, definitions);
  return {
    keyword: 'optional',
    suffix: property,
    description: `the optional property \`${property}\``,
    kind: { type: 'present', property, schema },
    isCertain: typeof target === 'object' && isPlain(target, property),
  };
}

function bareEdge(required: readonly string[]): EdgeDraft {
  return {
    keyword: 'optional',
    description: 'none of the optional properties',
    kind: { type: 'bare', required },
    isCertain: true,
  };
}

const extraEdge: EdgeDraft = {
  keyword: 'additionalProperties',
  description: 'a property that is not declared',
  kind: { type: 'extra' },
  isCertain: true,
};
