import type { SchemaObject } from '@plumbline/json-schema';
import { type Arbitrary, constantFrom, integer, string } from 'fast-check';
import { tryMake } from '../values/make.ts';
import type { Chance } from './chance.ts';

/** A random value in the place of one; the caller looks whether it is legal. */
export function randomScalar(chance: Chance, schemas: readonly SchemaObject[], value: unknown): unknown {
  const members = schemas.flatMap((schema) => (Array.isArray(schema.enum) ? schema.enum : []));
  if (members.length > 0) return draw(chance, constantFrom<unknown>(...members));
  switch (typeof value) {
    case 'boolean':
      return !value;
    case 'number':
      return draw(chance, numbersWithin(schemas));
    case 'string':
      return randomText(chance, schemas, value);
    default:
      return value;
  }
}

/** No more of the value that an arbitrary draws is needed: smaller requests are sought as a whole. */
const draw = <Value>({ random }: Chance, values: Arbitrary<Value>): Value =>
  values.generate(random, undefined).value;

/** Where no bound is told, what 32 bits hold. */
const usualBound = 2 ** 31 - 1;

function numbersWithin(schemas: readonly SchemaObject[]): Arbitrary<number> {
  const step = Math.max(...bounds(schemas, 'multipleOf'), 0) || 1;
  const low = Math.ceil(Math.max(...bounds(schemas, 'minimum', 'exclusiveMinimum'), -usualBound) / step);
  const high = Math.floor(Math.min(...bounds(schemas, 'maximum', 'exclusiveMaximum'), usualBound) / step);
  const range = { min: Math.min(low, high), max: Math.max(low, high) };
  return integer({ min: clamp(range.min), max: clamp(range.max) }).map((count) => count * step);
}

const clamp = (count: number): number => Math.max(-usualBound, Math.min(usualBound, count));

const bounds = (schemas: readonly SchemaObject[], ...keywords: readonly string[]): readonly number[] =>
  schemas.flatMap((schema) =>
    keywords.flatMap((keyword) => {
      const bound = schema[keyword];
      return typeof bound === 'number' ? [bound] : [];
    }),
  );

/** Longer texts are for the search at the edges. */
const longest = 60;

/** A text with a form is made by its form. */
function randomText(chance: Chance, schemas: readonly SchemaObject[], value: string): string {
  const formed = schemas.find(({ format, pattern }) => format !== undefined || pattern !== undefined);
  if (formed) {
    const made = tryMake(chance.bench, formed, `random:${chance.random.nextInt()}`)?.value;
    return typeof made === 'string' ? made : value;
  }
  const minLength = Math.max(...bounds(schemas, 'minLength'), 0);
  const maxLength = Math.max(minLength, Math.min(...bounds(schemas, 'maxLength'), longest));
  if (minLength > longest) return value;
  const text = draw(chance, string({ unit: 'grapheme', minLength, maxLength }));
  return draw(chance, constantFrom(text, draw(chance, constantFrom(...awkwardTexts))));
}

/** Legal wherever a schema sets no form, and a stumbling block of programs that paste texts together. */
const awkwardTexts = [
  '0',
  'null',
  ' ',
  'O\u2019Neill & S\u00f8n',
  `'; drop table x; --`,
  '"quoted" \\ \'text\'',
  '{{value}} %s %d',
  '<b>bold</b>',
  '\u202eright to left',
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f467} family',
  'e\u0301 and \u00e9',
  'line one\nline two\ttabbed',
  '../../etc/passwd',
  '%00%2e%2e',
] as const;
