import { isAssertedFormat } from '@plumbline/json-schema';
import { isJsonObject } from '../../values/json.ts';
import type { FaultOperator } from '../fault-operator.ts';
import { addAt, findAt, removed } from '../json-place.ts';
import { jsonOf, withBytes, withJson } from '../message.ts';
import { onAnswer } from '../rewriting.ts';
import {
  keywordAt,
  lastName,
  type partsOf,
  type SchemaPlace,
  schemaPlaces,
  typesAt,
} from '../schema-places.ts';
import { answerPlaces, bodyAt, isWriteOnly, onValue, responseSchema, schemaPlace } from './body-places.ts';
import { isAt, statusPlaces } from './response-status.ts';

const isMember = ({ pointer }: SchemaPlace): boolean => pointer !== '' && !pointer.endsWith('/*');

const hasType = (place: SchemaPlace, ...types: readonly string[]): boolean =>
  typesAt(place).some((type) => types.includes(type));

const isClosed = (place: SchemaPlace): boolean =>
  keywordAt(place, 'additionalProperties') === false || keywordAt(place, 'unevaluatedProperties') === false;

/** A value of a type that the place does not allow. */
function ofOtherType(value: unknown, place: SchemaPlace): unknown {
  const types = typesAt(place);
  if (types.length === 0) return undefined;
  const candidates = [
    ['string', 'not of this type'],
    ['number', 12345],
    ['boolean', true],
    ['object', { wrong: true }],
  ] as const;
  const isFree = (name: string) => !types.includes(name) && !(name === 'number' && types.includes('integer'));
  return value === null ? undefined : candidates.find(([name]) => isFree(name))?.[1];
}

/** A value one step past what the place allows. */
function pastBound(value: unknown, place: SchemaPlace): unknown {
  const bound = (keyword: string) => {
    const found = keywordAt(place, keyword);
    return typeof found === 'number' ? found : undefined;
  };
  const [length, most, items] = [
    bound('maxLength'),
    bound('maximum') ?? bound('exclusiveMaximum'),
    bound('maxItems'),
  ];
  if (typeof value === 'string' && length !== undefined && length < maxText) return 'x'.repeat(length + 1);
  if (typeof value === 'number' && most !== undefined) return most + 1;
  if (!Array.isArray(value) || items === undefined || value.length === 0 || items > maxItems)
    return undefined;
  return Array.from({ length: items + 1 }, (_, index) => value[index % value.length]);
}

/** Longer texts and lists are not made: the fault is in their length. */
const maxText = 100_000;
const maxItems = 1_000;

export const responseBodyFaults: readonly FaultOperator[] = [
  {
    id: 'RB-01',
    breaks: 'a required property is missing',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) => answerPlaces(subject, (place) => isMember(place) && place.isRequired),
    create: (setup) => onValue(setup, () => removed),
  },
  {
    id: 'RB-02',
    breaks: 'a property has another type',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) => answerPlaces(subject, (place) => isMember(place) && typesAt(place).length > 0),
    create: (setup) => onValue(setup, ofOtherType),
  },
  {
    id: 'RB-03',
    breaks: 'a property is null that must not be',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) =>
      answerPlaces(
        subject,
        (place) => isMember(place) && typesAt(place).length > 0 && !hasType(place, 'null'),
      ),
    create: (setup) => onValue(setup, () => null),
  },
  {
    id: 'RB-04',
    breaks: 'an undeclared property is there',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) => answerPlaces(subject, isClosed),
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        const body = bodyAt(setup, answer);
        const changed = body && addAt(body.value, setup.place.pointer ?? '', 'undeclaredProperty', true);
        return changed && { answer: withJson(answer, changed.value) };
      }),
  },
  {
    id: 'RB-05',
    breaks: 'a value is outside of its enumeration',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) =>
      answerPlaces(
        subject,
        (place) => keywordAt(place, 'enum') !== undefined || keywordAt(place, 'const') !== undefined,
      ),
    create: (setup) =>
      onValue(setup, (value) => {
        if (typeof value === 'string') return `${value}-unknown`;
        return typeof value === 'number' ? value + 1000 : undefined;
      }),
  },
  {
    id: 'RB-06',
    breaks: 'a value is not of its format',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) =>
      answerPlaces(subject, (place) => {
        const format = keywordAt(place, 'format');
        return typeof format === 'string' && isAssertedFormat(format) && hasType(place, 'string');
      }),
    create: (setup) =>
      onValue(setup, (value) => (typeof value === 'string' ? 'not <of> this format' : undefined)),
  },
  {
    id: 'RB-07',
    breaks: 'a value is past its bound',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) =>
      answerPlaces(subject, (place) =>
        ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems'].some(
          (keyword) => typeof keywordAt(place, keyword) === 'number',
        ),
      ),
    create: (setup) => onValue(setup, pastBound),
  },
  {
    id: 'RB-08',
    breaks: 'an object comes where an array is declared, or an array where an object is',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) => answerPlaces(subject, (place) => hasType(place, 'object', 'array')),
    create: (setup) =>
      onValue(setup, (value) => {
        if (Array.isArray(value)) return value[0] ?? {};
        return isJsonObject(value) ? [value] : undefined;
      }),
  },
  {
    id: 'RB-09',
    breaks: 'the JSON is cut off',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) =>
      statusPlaces(
        subject,
        (status) => !/^5/.test(status) && responseSchema(subject.operation, status) !== undefined,
      ),
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        if (!isAt(setup.operation, setup.place, answer) || !jsonOf(answer)) return undefined;
        const cut = Math.min(10, Math.ceil(answer.body.length / 2));
        return { answer: withBytes(answer, answer.body.slice(0, answer.body.length - cut)) };
      }),
  },
  {
    id: 'RB-10',
    breaks: 'only a later item of a list is wrong',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: ['items'],
    places: (subject) =>
      answerPlaces(subject, (place) => /\/\*\/[^/*]+$/.test(place.pointer) && typesAt(place).length > 0),
    create: (setup) => {
      const list = (setup.place.pointer ?? '').replace(/\/\*\/[^/*]+$/, '');
      const isLong = (body: unknown) => {
        const items = findAt(body, list)?.value;
        return Array.isArray(items) && items.length > 1;
      };
      return onValue(setup, ofOtherType, { choice: 'last', isMeant: isLong });
    },
  },
  {
    id: 'RB-11',
    breaks: 'the discriminator names another variant',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: ({ model, operation }) =>
      operation.responses.flatMap(({ status }) => {
        const schema = responseSchema(operation, status);
        const places = schema === undefined ? [] : schemaPlaces(schema, model.schemas);
        return places
          .filter((place) => keywordAt(place, 'discriminator') !== undefined)
          .map(({ pointer }) => ({ status, pointer }));
      }),
    create: (setup) =>
      onValue(setup, (value, place) => {
        const discriminator = keywordAt(place, 'discriminator');
        const name = isJsonObject(discriminator) ? discriminator.propertyName : undefined;
        if (typeof name !== 'string' || !isJsonObject(value)) return undefined;
        const variants = variantsOf(setup.model.schemas, place, name).filter(
          (variant) => variant !== value[name],
        );
        return { ...value, [name]: variants[setup.seed % Math.max(1, variants.length)] ?? 'another-variant' };
      }),
  },
  {
    id: 'RB-12',
    breaks: 'a property is returned that is only for writing',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: ({ model, operation }) =>
      operation.responses.flatMap(({ status }) => {
        const schema = responseSchema(operation, status);
        const places = schema === undefined ? [] : schemaPlaces(schema, model.schemas);
        return places.filter((place) => isWriteOnly(place)).map(({ pointer }) => ({ status, pointer }));
      }),
    create: (setup) =>
      onAnswer(setup, ({ call, answer }) => {
        const body = bodyAt(setup, answer);
        const place = schemaPlace(setup);
        if (!body || !place) return undefined;
        const name = lastName(place.pointer);
        const sent = jsonOf(call.request)?.value;
        const value = isJsonObject(sent) ? (sent[name] ?? 'kept secret') : 'kept secret';
        const owner = place.pointer.slice(0, place.pointer.lastIndexOf('/'));
        const changed = addAt(body.value, owner, name, value);
        return changed && { answer: withJson(answer, changed.value) };
      }),
  },
];

/** The values that the branches of a union give the property that tells them apart. */
function variantsOf(
  definitions: Parameters<typeof partsOf>[1],
  place: SchemaPlace,
  name: string,
): readonly string[] {
  const branches = keywordAt(place, 'oneOf') ?? keywordAt(place, 'anyOf');
  if (!Array.isArray(branches)) return [];
  return branches.flatMap((branch) => {
    const own = schemaPlaces(branch, definitions).find(({ pointer }) => pointer === `/${name}`);
    const value = own && keywordAt(own, 'const');
    const members = own && keywordAt(own, 'enum');
    if (typeof value === 'string') return [value];
    return Array.isArray(members) ? members.filter((member) => typeof member === 'string') : [];
  });
}
