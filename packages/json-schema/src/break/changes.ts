import { isAssertedFormat } from '../formats/formats.ts';
import { equal, isObject, ucs2length } from '../json-values.ts';
import type { SchemaObject } from '../schema.ts';
import type { Change } from './breakage.ts';
import { writeInvalidFormat } from './invalid-formats.ts';

/**
 * The smallest changes that each keyword of a schema refuses, for a value it admits. They are proposals: whether the
 * whole value is then refused, and for this keyword, is checked by the caller.
 */
export function proposeChanges(schema: SchemaObject, value: unknown): readonly Change[] {
  return Object.entries(schema).flatMap(([keyword, limit]) => {
    const propose = proposals.get(keyword);
    return propose ? propose({ limit, value, schema, keyword }) : [];
  });
}

interface Proposal {
  readonly limit: unknown;
  readonly value: unknown;
  readonly schema: SchemaObject;
  readonly keyword: string;
}

const proposals: ReadonlyMap<string, (proposal: Proposal) => readonly Change[]> = new Map([
  ['type', otherTypes],
  ['enum', otherLiterals],
  ['const', otherLiterals],
  ['minLength', shorterText],
  ['maxLength', longerText],
  ['pattern', otherText],
  ['format', otherFormat],
  ['minimum', otherNumber],
  ['maximum', otherNumber],
  ['exclusiveMinimum', otherNumber],
  ['exclusiveMaximum', otherNumber],
  ['multipleOf', offMultiple],
  ['required', missingProperties],
  ['additionalProperties', furtherProperty],
  ['unevaluatedProperties', furtherProperty],
  ['propertyNames', furtherName],
  ['minProperties', fewerProperties],
  ['maxProperties', moreProperties],
  ['dependentRequired', missingDependents],
  ['minItems', fewerItems],
  ['maxItems', moreItems],
  ['uniqueItems', equalItems],
  ['items', furtherItem],
  ['unevaluatedItems', furtherItem],
  ['contains', noMatchingItem],
]);

/** Values of other types, most deceptive first; `null` is the one that clients forget most. */
const otherTypeSamples: ReadonlyMap<string, readonly (readonly [string, unknown])[]> = new Map([
  [
    'string',
    [
      ['null', null],
      ['integer', 1],
      ['object', {}],
    ],
  ],
  [
    'number',
    [
      ['null', null],
      ['number', 1.5],
      ['array', []],
    ],
  ],
  [
    'boolean',
    [
      ['null', null],
      ['integer', 1],
    ],
  ],
  [
    'array',
    [
      ['null', null],
      ['object', {}],
      ['string', 'text'],
    ],
  ],
  [
    'object',
    [
      ['null', null],
      ['array', []],
      ['string', 'text'],
    ],
  ],
  [
    'null',
    [
      ['boolean', false],
      ['string', 'null'],
      ['integer', 0],
      ['array', []],
      ['object', {}],
    ],
  ],
]);

function otherTypes({ limit, value }: Proposal): readonly Change[] {
  const allowed = new Set([limit].flat());
  const isAllowed = (type: string) => allowed.has(type) || (type === 'integer' && allowed.has('number'));
  const asText: readonly (readonly [string, unknown])[] =
    typeof value === 'number' || typeof value === 'boolean' ? [['string', String(value)]] : [];
  const samples = otherTypeSamples.get(typeName(value)) ?? [];
  return [...asText, ...samples]
    .filter(([type]) => !isAllowed(type))
    .map(([type, sample]) => ({
      keyword: 'type',
      description: `${withArticle(type)} instead of ${listTypes(limit)}`,
      value: sample,
    }));
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function withArticle(type: string): string {
  if (type === 'null') return 'null';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function listTypes(type: unknown): string {
  return [type]
    .flat()
    .map((name) => withArticle(String(name)))
    .join(' or ');
}

function otherLiterals({ limit, value, keyword }: Proposal): readonly Change[] {
  const allowed = keyword === 'const' ? [limit] : Array.isArray(limit) ? limit : [];
  const candidates = neighbours(value);
  const chosen = candidates.find((candidate) => !allowed.some((other) => equal(candidate, other)));
  return chosen === undefined
    ? []
    : [{ keyword, description: `a value that ${keyword} does not list`, value: chosen }];
}

/** Values of the same type next to this one. */
function neighbours(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return [swapCase(value), `${value}x`, `not-${value}`];
  if (typeof value === 'number') return [value + 1, value + 0.5, -value - 7];
  if (typeof value === 'boolean') return [!value, 'true'];
  if (Array.isArray(value)) return [[...value, null]];
  return isObject(value) ? [{ ...value, unexpected: true }] : ['null'];
}

function swapCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}

function shorterText({ limit, value }: Proposal): readonly Change[] {
  if (typeof value !== 'string' || typeof limit !== 'number' || limit < 1) return [];
  const shorter = [...value].slice(0, limit - 1).join('');
  return [
    { keyword: 'minLength', description: `one character less than minLength (${limit})`, value: shorter },
  ];
}

/** A text that would be longer than this is not made. */
const longestText = 1_000_000;

function longerText({ limit, value }: Proposal): readonly Change[] {
  if (typeof value !== 'string' || typeof limit !== 'number' || limit >= longestText) return [];
  const last = [...value].at(-1) ?? 'a';
  const filler = /\s/.test(last) ? 'a' : last;
  const missing = limit + 1 - ucs2length(value);
  const longer = value + filler.repeat(Math.max(0, missing));
  return [
    { keyword: 'maxLength', description: `one character more than maxLength (${limit})`, value: longer },
  ];
}

function otherText({ value }: Proposal): readonly Change[] {
  if (typeof value !== 'string') return [];
  const middle = Math.floor(value.length / 2);
  const candidates = [
    `${value.slice(0, middle)}\u00a7${value.slice(middle + 1)}`,
    `${value}\u00a7`,
    value.slice(1),
    value.slice(0, -1),
    swapCase(value),
    '\u00a7',
    '',
    '\n',
  ];
  return candidates.map((candidate) => ({
    keyword: 'pattern',
    description: 'a text that does not match the pattern',
    value: candidate,
  }));
}

function otherFormat({ limit, value }: Proposal): readonly Change[] {
  if (typeof limit !== 'string' || !isAssertedFormat(limit)) return [];
  return writeInvalidFormat(limit, value).map((candidate) => ({
    keyword: 'format',
    description: `not a valid ${limit}`,
    value: candidate,
  }));
}

function otherNumber({ limit, value, keyword, schema }: Proposal): readonly Change[] {
  if (typeof value !== 'number' || typeof limit !== 'number') return [];
  const isLower = keyword === 'minimum' || keyword === 'exclusiveMinimum';
  if (keyword.startsWith('exclusive')) {
    return [{ keyword, description: `exactly the ${keyword} (${limit})`, value: limit }];
  }
  const steps = [stepOf(schema), Math.max(1, Math.abs(limit) * Number.EPSILON * 2)];
  return steps.map((step) => ({
    keyword,
    description: `just ${isLower ? 'below' : 'above'} the ${keyword} (${limit})`,
    value: isLower ? limit - step : limit + step,
  }));
}

/** The step that keeps to `multipleOf` and `integer`, so that only the bound is broken. */
function stepOf(schema: SchemaObject): number {
  return typeof schema.multipleOf === 'number' ? schema.multipleOf : 1;
}

function offMultiple({ limit, value }: Proposal): readonly Change[] {
  if (typeof value !== 'number' || typeof limit !== 'number') return [];
  const steps = Number.isInteger(limit) && limit > 1 ? [1, -1] : [limit / 2, -limit / 2];
  return steps.map((step) => ({
    keyword: 'multipleOf',
    description: `between two multiples of ${limit}`,
    value: value + step,
  }));
}

function missingProperties({ limit, value }: Proposal): readonly Change[] {
  if (!isObject(value) || !Array.isArray(limit)) return [];
  return limit
    .filter((name): name is string => typeof name === 'string' && Object.hasOwn(value, name))
    .map((name) => ({
      keyword: 'required',
      description: `without the required property ${JSON.stringify(name)}`,
      value: without(value, name),
    }));
}

function without(object: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
}

function withMember(
  object: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}

/** A name that no description uses. */
const unusedName = 'unexpectedProperty';

function furtherProperty({ limit, value, keyword }: Proposal): readonly Change[] {
  if (!isObject(value) || limit !== false) return [];
  return [
    {
      keyword,
      description: `with a property that is not declared (${JSON.stringify(unusedName)})`,
      value: withMember(value, unusedName, true),
    },
  ];
}

function furtherName({ value }: Proposal): readonly Change[] {
  if (!isObject(value)) return [];
  const sample = Object.values(value)[0] ?? 'text';
  return ['unexpected name \u00a7', '', 'x'.repeat(300)].map((name) => ({
    keyword: 'propertyNames',
    description: `with the property name ${JSON.stringify(name.slice(0, 30))}`,
    value: withMember(value, name, sample),
  }));
}

function fewerProperties({ limit, value, schema }: Proposal): readonly Change[] {
  if (!isObject(value) || typeof limit !== 'number' || limit < 1) return [];
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const ordered = Object.entries(value).toSorted(
    ([a], [b]) => Number(required.has(b)) - Number(required.has(a)),
  );
  return [
    {
      keyword: 'minProperties',
      description: `one property less than minProperties (${limit})`,
      value: Object.fromEntries(ordered.slice(0, limit - 1)),
    },
  ];
}

/** An object or array that would have more members than this is not made. */
const mostMembers = 10_000;

function moreProperties({ limit, value }: Proposal): readonly Change[] {
  if (!isObject(value) || typeof limit !== 'number' || limit >= mostMembers) return [];
  const sample = Object.values(value)[0] ?? 'text';
  const missing = Math.max(0, limit + 1 - Object.keys(value).length);
  const further = Array.from({ length: missing }, (_, index): [string, unknown] => [
    `${unusedName}${index + 1}`,
    sample,
  ]);
  return [
    {
      keyword: 'maxProperties',
      description: `one property more than maxProperties (${limit})`,
      value: Object.fromEntries([...Object.entries(value), ...further]),
    },
  ];
}

function missingDependents({ limit, value }: Proposal): readonly Change[] {
  if (!isObject(value) || !isObject(limit)) return [];
  return Object.entries(limit).flatMap(([name, needed]) => {
    if (!Object.hasOwn(value, name) || !Array.isArray(needed)) return [];
    return needed.map((other) => ({
      keyword: 'dependentRequired',
      description: `with ${JSON.stringify(name)} but without ${JSON.stringify(other)}`,
      value: without(value, String(other)),
    }));
  });
}

function fewerItems({ limit, value }: Proposal): readonly Change[] {
  if (!Array.isArray(value) || typeof limit !== 'number' || limit < 1) return [];
  return [
    {
      keyword: 'minItems',
      description: `one item less than minItems (${limit})`,
      value: value.slice(0, limit - 1),
    },
  ];
}

function moreItems({ limit, value }: Proposal): readonly Change[] {
  if (!Array.isArray(value) || typeof limit !== 'number' || limit >= mostMembers) return [];
  const missing = Math.max(0, limit + 1 - value.length);
  const filled = [...value, ...Array.from({ length: missing }, () => value.at(-1) ?? 'text')];
  return [{ keyword: 'maxItems', description: `one item more than maxItems (${limit})`, value: filled }];
}

function equalItems({ limit, value, schema }: Proposal): readonly Change[] {
  if (!Array.isArray(value) || limit !== true) return [];
  const doubled = value.length === 0 ? ['text', 'text'] : [...value, value.at(-1)];
  const isFull = typeof schema.maxItems === 'number' && value.length >= schema.maxItems && value.length > 1;
  const equal = isFull ? [...value.slice(0, -1), value[0]] : doubled;
  return [{ keyword: 'uniqueItems', description: 'with two equal items', value: equal }];
}

function furtherItem({ limit, value, keyword }: Proposal): readonly Change[] {
  if (!Array.isArray(value) || limit !== false) return [];
  return [{ keyword, description: 'with an item that is not declared', value: [...value, 'unexpected'] }];
}

function noMatchingItem({ value, limit }: Proposal): readonly Change[] {
  if (!Array.isArray(value)) return [];
  const type = isObject(limit) ? limit.type : undefined;
  const sample = type === 'string' ? 0 : 'unexpected';
  return [
    { keyword: 'contains', description: 'with no item that contains asks for', value: [] },
    {
      keyword: 'contains',
      description: 'with no item that contains asks for',
      value: value.map(() => sample),
    },
  ];
}
