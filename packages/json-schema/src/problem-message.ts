import type { CheckError } from './compiled-check.ts';

/** One sentence in plain English for an error, without the name of the value it is about. */
export function problemMessage(error: CheckError): string {
  const message = sentence(error);
  return error.propertyName === undefined
    ? message
    : `has the property name ${quote(error.propertyName)}, which ${message}`;
}

function sentence({ keyword, params }: CheckError): string {
  const write = sentences.get(keyword);
  return write ? write(params) : `does not satisfy ${quote(keyword)}`;
}

type Params = Readonly<Record<string, unknown>>;

const sentences: ReadonlyMap<string, (params: Params) => string> = new Map<
  string,
  (params: Params) => string
>([
  ['type', ({ type }) => `must be ${typeNames(type)}`],
  ['required', ({ missingProperty }) => `must have the property ${quote(missingProperty)}`],
  [
    'additionalProperties',
    ({ additionalProperty }) => `must not have the property ${quote(additionalProperty)}`,
  ],
  [
    'unevaluatedProperties',
    ({ unevaluatedProperty }) => `must not have the property ${quote(unevaluatedProperty)}`,
  ],
  ['unevaluatedItems', ({ limit }) => `must not have more than ${count(limit, 'item')}`],
  ['enum', ({ allowedValues }) => `must be one of ${list(allowedValues)}`],
  ['const', ({ allowedValue }) => `must be ${quote(allowedValue)}`],
  ['format', ({ format }) => `must be a valid ${String(format)}`],
  ['pattern', ({ pattern }) => `must match the pattern ${String(pattern)}`],
  [
    'minLength',
    ({ limit }) =>
      limit === 1 ? 'must not be empty' : `must not be shorter than ${count(limit, 'character')}`,
  ],
  ['maxLength', ({ limit }) => `must not be longer than ${count(limit, 'character')}`],
  [
    'minItems',
    ({ limit }) => (limit === 1 ? 'must not be empty' : `must have at least ${count(limit, 'item')}`),
  ],
  ['maxItems', ({ limit }) => `must have at most ${count(limit, 'item')}`],
  ['minProperties', ({ limit }) => `must have at least ${count(limit, 'property')}`],
  ['maxProperties', ({ limit }) => `must have at most ${count(limit, 'property')}`],
  ['minimum', ({ limit }) => `must be at least ${String(limit)}`],
  ['maximum', ({ limit }) => `must be at most ${String(limit)}`],
  ['exclusiveMinimum', ({ limit }) => `must be greater than ${String(limit)}`],
  ['exclusiveMaximum', ({ limit }) => `must be less than ${String(limit)}`],
  ['multipleOf', ({ multipleOf }) => `must be a multiple of ${String(multipleOf)}`],
  [
    'uniqueItems',
    ({ i, j }) => `must not have equal items: those at ${String(j)} and ${String(i)} are the same`,
  ],
  ['contains', ({ minContains, maxContains }) => containsSentence(minContains, maxContains)],
  [
    'dependentRequired',
    ({ property, missingProperty }) =>
      `must have the property ${quote(missingProperty)} because it has ${quote(property)}`,
  ],
  [
    'discriminator',
    ({ discriminator, allowedValues }) =>
      `must name a known variant in ${quote(discriminator)}: ${list(allowedValues)}`,
  ],
  ['oneOf', ({ passingSchemas }) => oneOfSentence(passingSchemas)],
  ['anyOf', () => 'must match at least one of the alternatives'],
  ['not', () => 'must not match the schema under "not"'],
  ['propertyNames', ({ propertyName }) => `must not have the property name ${quote(propertyName)}`],
  ['writeOnly', () => 'must not be present in a response: it is write-only'],
  ['false schema', () => 'must not be present'],
]);

function typeNames(type: unknown): string {
  const names = [type].flat().map((name) => (name === 'null' ? 'null' : withArticle(String(name))));
  return joinWords(names);
}

function withArticle(name: string): string {
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

/** So many values are listed before a message becomes unreadable. */
const listedValues = 12;

function list(values: unknown): string {
  if (!Array.isArray(values)) return quote(values);
  const shown = values.slice(0, listedValues).map(quote);
  return values.length > listedValues
    ? `${shown.join(', ')} and ${values.length - listedValues} more`
    : joinWords(shown);
}

function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function count(limit: unknown, noun: string): string {
  const plural = noun === 'property' ? 'properties' : `${noun}s`;
  return `${String(limit)} ${limit === 1 ? noun : plural}`;
}

/** Values are shown as JSON, long ones cut. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function containsSentence(minimum: unknown, maximum: unknown): string {
  const least = `must contain at least ${count(minimum, 'matching item')}`;
  return maximum === undefined ? least : `${least} and at most ${String(maximum)}`;
}

function oneOfSentence(passing: unknown): string {
  if (!Array.isArray(passing)) return 'must match exactly one of the alternatives';
  const places = passing.flat(Number.POSITIVE_INFINITY).map((index) => `number ${Number(index) + 1}`);
  return `must match exactly one of the alternatives, but matches ${places.join(' and ')}`;
}
