import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ValueShape } from '../../contract.ts';
import { ProblemError } from '../problem.ts';
import { readUrlencodedBody } from './form-body.ts';

const line: ValueShape = {
  types: ['object'],
  properties: { price: { types: ['integer'] }, tags: { types: ['array'], items: { types: ['string'] } } },
};
const order: ValueShape = {
  types: ['object'],
  properties: {
    note: { types: ['string'] },
    'note[draft]': { types: ['string'] },
    address: { types: ['object'], properties: { city: { types: ['string'] } } },
    lines: { types: ['array'], items: line },
    discounts: { types: ['array', 'string'], items: { types: ['object'] } },
    sizes: { types: ['array'], items: { types: ['integer'] } },
  },
};

const read = (form: string) => readUrlencodedBody(form, order).value;

describe('a form', () => {
  test.for([
    ['address[city]=Rome', { address: { city: 'Rome' } }],
    ['address%5Bcity%5D=Rome', { address: { city: 'Rome' } }],
    ['address={"city":"Rome"}', { address: { city: 'Rome' } }],
    [
      'lines[0][price]=1&lines[0][tags][]=a&lines[1][price]=2',
      { lines: [{ price: 1, tags: ['a'] }, { price: 2 }] },
    ],
    ['lines[10][price]=3&lines[9][price]=2', { lines: [{ price: 2 }, { price: 3 }] }],
    ['lines={"price":1}&lines={"price":2}', { lines: [{ price: 1 }, { price: 2 }] }],
    ['discounts=', { discounts: '' }],
    ['discounts={"percent":1}', { discounts: [{ percent: 1 }] }],
    ['sizes[]=1&sizes[]=2', { sizes: [1, 2] }],
    ['sizes[]=1&sizes=2', { sizes: [1, 2] }],
    ['sizes=1&sizes=2', { sizes: [1, 2] }],
    ['note[draft]=x&note[other]=y', { 'note[draft]': 'x', 'note[other]': 'y' }],
  ] as const)('reads %s', ([form, value]) => expect(read(form)).toEqual(value));

  test('refuses members that reach the prototype or come twice', () => {
    for (const form of [
      'address[__proto__]=x',
      'address[city]=a&address[city]=b',
      'lines[0][price]=1&lines[0][price]=2',
    ]) {
      expect(() => read(form)).toThrow(ProblemError);
    }
  });

  test('reads any names without failing otherwise or touching the prototype (seed 42)', () => {
    const name = fc.stringMatching(
      /^(address|lines|sizes|x)(\[(\d{1,3}|city|price|__proto__|constructor|)\]){0,10}\]?$/,
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
        try {
          read(new URLSearchParams(pairs).toString());
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});
