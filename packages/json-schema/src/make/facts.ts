import { equal, isObject } from '../json-values.ts';
import { type Pattern, toPattern } from '../pattern/to-pattern.ts';
import { DeadEnd } from './dead-end.ts';
import { below, type Part } from './part.ts';

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export const jsonTypes: readonly JsonType[] = ['object', 'array', 'string', 'number', 'boolean', 'null'];

/** `additionalProperties` or `unevaluatedProperties`: a schema for the properties that others leave over. */
export interface Leftover {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly Pattern[];
  readonly part: Part;
}

export interface ContainsFact {
  readonly part: Part;
  readonly min: number;
  readonly max: number;
}

/** Everything that several schemas together say about one value, in a form a value can be made from. */
export interface Facts {
  types: ReadonlySet<JsonType>;
  isInteger: boolean;
  /** The values `const` and `enum` leave. */
  literals: readonly unknown[] | undefined;
  readonly excluded: unknown[];
  /** Values the author offers: `examples`, then `default`. */
  readonly offered: { readonly value: unknown; readonly source: object }[];
  minimum: number;
  maximum: number;
  isMinimumExclusive: boolean;
  isMaximumExclusive: boolean;
  readonly divisors: number[];
  minLength: number;
  maxLength: number;
  readonly patterns: string[];
  readonly formats: string[];
  readonly properties: Map<string, Part[]>;
  readonly patternProperties: { readonly pattern: Pattern; readonly source: string; readonly part: Part }[];
  readonly leftovers: Leftover[];
  readonly propertyNames: Part[];
  readonly required: Set<string>;
  readonly forbidden: Set<string>;
  readonly dependentRequired: Map<string, string[]>;
  minProperties: number;
  maxProperties: number;
  readonly prefixItems: Part[][];
  /** `items`: the schema of the items after so many. */
  readonly items: { readonly from: number; readonly part: Part }[];
  readonly contains: ContainsFact[];
  minItems: number;
  maxItems: number;
  hasUniqueItems: boolean;
  hasUnevaluatedProperties: Part | undefined;
  unevaluatedItems: Part | undefined;
  /** Whether the value has to be held against the schemas, because making it took a guess. */
  needsCheck: boolean;
}

export function noFacts(): Facts {
  return {
    types: new Set(jsonTypes),
    isInteger: false,
    literals: undefined,
    excluded: [],
    offered: [],
    minimum: Number.NEGATIVE_INFINITY,
    maximum: Number.POSITIVE_INFINITY,
    isMinimumExclusive: false,
    isMaximumExclusive: false,
    divisors: [],
    minLength: 0,
    maxLength: Number.POSITIVE_INFINITY,
    patterns: [],
    formats: [],
    properties: new Map(),
    patternProperties: [],
    leftovers: [],
    propertyNames: [],
    required: new Set(),
    forbidden: new Set(),
    dependentRequired: new Map(),
    minProperties: 0,
    maxProperties: Number.POSITIVE_INFINITY,
    prefixItems: [],
    items: [],
    contains: [],
    minItems: 0,
    maxItems: Number.POSITIVE_INFINITY,
    hasUniqueItems: false,
    hasUnevaluatedProperties: undefined,
    unevaluatedItems: undefined,
    needsCheck: false,
  };
}

/** Adds what the keywords of one schema say; references and applicators in place are followed elsewhere. */
export function addKeywords(facts: Facts, part: Part): void {
  if (!isObject(part.schema)) return;
  for (const [keyword, value] of Object.entries(part.schema)) {
    readers.get(keyword)?.(facts, value, part);
  }
  addLeftovers(facts, part);
}

type Reader = (facts: Facts, value: unknown, part: Part) => void;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['type', addType],
  ['const', (facts, value, part) => addLiterals(facts, [value], part)],
  ['enum', (facts, value, part) => addLiterals(facts, listOf(value), part)],
  ['examples', (facts, value, part) => addOffers(facts, listOf(value), part)],
  ['default', (facts, value, part) => addOffers(facts, [value], part)],
  ['minimum', (facts, value) => raiseMinimum(facts, value, false)],
  ['exclusiveMinimum', (facts, value) => raiseMinimum(facts, value, true)],
  ['maximum', (facts, value) => lowerMaximum(facts, value, false)],
  ['exclusiveMaximum', (facts, value) => lowerMaximum(facts, value, true)],
  ['multipleOf', (facts, value) => addNumber(value, (divisor) => facts.divisors.push(divisor))],
  [
    'minLength',
    (facts, value) =>
      addNumber(value, (limit) => {
        facts.minLength = Math.max(facts.minLength, limit);
      }),
  ],
  [
    'maxLength',
    (facts, value) =>
      addNumber(value, (limit) => {
        facts.maxLength = Math.min(facts.maxLength, limit);
      }),
  ],
  [
    'minItems',
    (facts, value) =>
      addNumber(value, (limit) => {
        facts.minItems = Math.max(facts.minItems, limit);
      }),
  ],
  [
    'maxItems',
    (facts, value) =>
      addNumber(value, (limit) => {
        facts.maxItems = Math.min(facts.maxItems, limit);
      }),
  ],
  [
    'minProperties',
    (facts, value) =>
      addNumber(value, (limit) => {
        facts.minProperties = Math.max(facts.minProperties, limit);
      }),
  ],
  [
    'maxProperties',
    (facts, value) =>
      addNumber(value, (limit) => {
        facts.maxProperties = Math.min(facts.maxProperties, limit);
      }),
  ],
  [
    'pattern',
    (facts, value) => {
      if (typeof value === 'string') facts.patterns.push(value);
    },
  ],
  [
    'format',
    (facts, value) => {
      if (typeof value === 'string') facts.formats.push(value);
    },
  ],
  [
    'uniqueItems',
    (facts, value) => {
      facts.hasUniqueItems ||= value === true;
    },
  ],
  ['required', (facts, value) => addNames(facts.required, value)],
  ['properties', addProperties],
  ['patternProperties', addPatternProperties],
  [
    'propertyNames',
    (facts, value, part) => {
      facts.propertyNames.push(below(part, value, 'propertyNames'));
    },
  ],
  ['dependentRequired', addDependentRequired],
  ['prefixItems', addPrefixItems],
  ['items', addItems],
  ['contains', addContains],
  [
    'unevaluatedProperties',
    (facts, value, part) => {
      facts.hasUnevaluatedProperties = below(part, value, 'unevaluatedProperties');
      facts.needsCheck = true;
    },
  ],
  [
    'unevaluatedItems',
    (facts, value, part) => {
      facts.unevaluatedItems = below(part, value, 'unevaluatedItems');
      facts.needsCheck = true;
    },
  ],
]);

function addType(facts: Facts, value: unknown, part: Part): void {
  const names = Array.isArray(value) ? value.map(String) : [String(value)];
  const allowed = new Set<JsonType>();
  for (const type of facts.types) {
    if (names.includes(type) || (type === 'number' && names.includes('integer'))) allowed.add(type);
  }
  facts.types = allowed;
  if (names.includes('integer') && !names.includes('number')) facts.isInteger = true;
  if (facts.types.size === 0) throw new DeadEnd(part.pointer, 'the types it asks for exclude each other');
}

function addLiterals(facts: Facts, values: readonly unknown[], part: Part): void {
  const left = facts.literals;
  facts.literals = left ? left.filter((value) => values.some((other) => equal(value, other))) : values;
  if (facts.literals.length === 0) throw new DeadEnd(part.pointer, 'its enum and const leave no value');
}

function addOffers(facts: Facts, values: readonly unknown[], part: Part): void {
  if (isObject(part.schema)) for (const value of values) facts.offered.push({ value, source: part.schema });
}

function raiseMinimum(facts: Facts, value: unknown, isExclusive: boolean): void {
  addNumber(value, (limit) => {
    if (limit < facts.minimum || (limit === facts.minimum && !isExclusive)) return;
    facts.minimum = limit;
    facts.isMinimumExclusive = isExclusive;
  });
}

function lowerMaximum(facts: Facts, value: unknown, isExclusive: boolean): void {
  addNumber(value, (limit) => {
    if (limit > facts.maximum || (limit === facts.maximum && !isExclusive)) return;
    facts.maximum = limit;
    facts.isMaximumExclusive = isExclusive;
  });
}

function addNumber(value: unknown, add: (number: number) => void): void {
  if (typeof value === 'number') add(value);
}

function addNames(names: Set<string>, value: unknown): void {
  for (const name of listOf(value)) if (typeof name === 'string') names.add(name);
}

function addProperties(facts: Facts, value: unknown, part: Part): void {
  for (const [name, schema] of membersOf(value)) {
    const parts = facts.properties.get(name) ?? [];
    parts.push(below(part, schema, 'properties', name));
    facts.properties.set(name, parts);
  }
}

function addPatternProperties(facts: Facts, value: unknown, part: Part): void {
  for (const [source, schema] of membersOf(value)) {
    facts.patternProperties.push({
      pattern: compile(source, part),
      source,
      part: below(part, schema, 'patternProperties', source),
    });
  }
}

function addDependentRequired(facts: Facts, value: unknown): void {
  for (const [name, needed] of membersOf(value)) {
    const names = listOf(needed).filter((other) => typeof other === 'string');
    facts.dependentRequired.set(name, [...(facts.dependentRequired.get(name) ?? []), ...names]);
  }
}

function addPrefixItems(facts: Facts, value: unknown, part: Part): void {
  for (const [index, schema] of listOf(value).entries()) {
    const parts = facts.prefixItems[index] ?? [];
    parts.push(below(part, schema, 'prefixItems', index));
    facts.prefixItems[index] = parts;
  }
}

function addItems(facts: Facts, value: unknown, part: Part): void {
  const from = isObject(part.schema) ? listOf(part.schema.prefixItems).length : 0;
  facts.items.push({ from, part: below(part, value, 'items') });
}

function addContains(facts: Facts, value: unknown, part: Part): void {
  if (!isObject(part.schema)) return;
  const { minContains, maxContains } = part.schema;
  facts.contains.push({
    part: below(part, value, 'contains'),
    min: typeof minContains === 'number' ? minContains : 1,
    max: typeof maxContains === 'number' ? maxContains : Number.POSITIVE_INFINITY,
  });
  facts.needsCheck = true;
}

function addLeftovers(facts: Facts, part: Part): void {
  if (!isObject(part.schema) || part.schema.additionalProperties === undefined) return;
  facts.leftovers.push({
    names: new Set(membersOf(part.schema.properties).map(([name]) => name)),
    patterns: membersOf(part.schema.patternProperties).map(([source]) => compile(source, part)),
    part: below(part, part.schema.additionalProperties, 'additionalProperties'),
  });
}

function compile(source: string, part: Part): Pattern {
  try {
    return toPattern(source);
  } catch {
    throw new DeadEnd(part.pointer, `the pattern ${JSON.stringify(source)} is no regular expression`);
  }
}

/** The members of an object, none for anything else. */
export function membersOf(value: unknown): readonly [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The items of an array, none for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
