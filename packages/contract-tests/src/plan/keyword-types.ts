import type { SchemaObject } from '@plumbline/json-schema';

/** The keywords that speak of values of one type only (2020-12 Validation, section 6). */
const keywordsOfType = {
  string: ['pattern', 'minLength', 'maxLength'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: ['minItems', 'maxItems', 'uniqueItems', 'contains'],
  object: [
    'minProperties',
    'maxProperties',
    'propertyNames',
    'dependentRequired',
    'required',
    'additionalProperties',
    'unevaluatedProperties',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const typeOfKeyword: ReadonlyMap<string, string> = new Map(
  Object.entries(keywordsOfType).flatMap(([type, keywords]) => keywords.map((keyword) => [keyword, type])),
);

/** Whether a keyword says nothing of any value that the schema's own type admits: `uniqueItems` of a text. */
export function isIdle({ type }: SchemaObject, keyword: string): boolean {
  const about = typeOfKeyword.get(keyword);
  if (about === undefined || type === undefined) return false;
  const types = [type].flat();
  return !types.includes(about) && !(about === 'number' && types.includes('integer'));
}
