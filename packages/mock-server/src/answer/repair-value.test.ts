import { createChecks } from '@plumbline/json-schema';
import { expect, test } from 'vitest';
import { repairValue } from './repair-value.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'list'],
  properties: {
    id: { type: 'integer' },
    'a/b~c': { type: 'boolean' },
    list: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', required: ['n'], properties: { n: { type: 'number' } } },
    },
  },
};
const donor = { id: 1, 'a/b~c': true, list: [{ n: 5 }] };
const repaired = (value: unknown) => repairValue(value, [donor], createChecks({}).compile(schema));

test.each([
  ['a valid value', { id: 9, list: [{ n: 1 }] }, { id: 9, list: [{ n: 1 }] }],
  ['a missing property', { id: 9 }, { id: 9, list: [{ n: 5 }] }],
  ['a wrong property', { id: 'x', list: [{ n: 1 }] }, { id: 1, list: [{ n: 1 }] }],
  ['a surplus property', { id: 9, more: 1, list: [{ n: 1 }] }, { id: 9, list: [{ n: 1 }] }],
  [
    'a property with an awkward name',
    { id: 9, 'a/b~c': 0, list: [{ n: 1 }] },
    { id: 9, 'a/b~c': true, list: [{ n: 1 }] },
  ],
  [
    'items beyond those of the donor',
    { id: 9, list: [{}, {}, { n: 3 }] },
    { id: 9, list: [{ n: 5 }, { n: 5 }, { n: 3 }] },
  ],
])('puts right %s and leaves the rest', (_, value, expected) => {
  expect(repaired(value)).toEqual(expected);
});

test('gives up where nothing of the value would be left', () => {
  expect(repaired([])).toBeUndefined();
  expect(repaired('text')).toBeUndefined();
});

test('gives up where the donor does not help', () => {
  const check = createChecks({}).compile({ type: 'object', maxProperties: 1, required: ['id'] });
  expect(repairValue({ a: 1, b: 2, c: 3 }, [{ x: 1, y: 2 }], check)).toBeUndefined();
});

test('takes from a later donor what the first one lacks', () => {
  const check = createChecks({}).compile({
    type: 'object',
    properties: { box: { type: ['object', 'null'], required: ['id'] } },
  });
  expect(repairValue({ box: {} }, [{ box: null }, { box: { id: 3 } }], check)).toEqual({ box: { id: 3 } });
});

test('does not change the value it is given', () => {
  const value = { id: 'x', list: [{}] };
  repaired(value);
  expect(value).toEqual({ id: 'x', list: [{}] });
});
