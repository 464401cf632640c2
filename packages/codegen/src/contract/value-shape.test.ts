import { describe, expect, test } from 'vitest';
import { toValueShape } from './value-shape.ts';

describe('the shape of a text', () => {
  test.each([
    [{ type: 'integer' }, { types: ['integer'] }],
    [{}, { types: ['string'] }],
    [true, { types: ['string'] }],
    [{ type: ['string', 'null'] }, { types: ['null', 'string'] }],
    [{ enum: [1, 2, 'all'] }, { types: ['integer', 'string'] }],
    [{ const: 1.5 }, { types: ['number'] }],
    [{ oneOf: [{ type: 'string' }, { type: 'boolean' }] }, { types: ['boolean', 'string'] }],
    [{ allOf: [{ minimum: 1 }, { $ref: '#/$defs/Id' }] }, { types: ['integer'] }],
    [
      { type: 'array', items: { $ref: '#/$defs/Id' } },
      { types: ['array'], items: { types: ['integer'] } },
    ],
    [{ items: { type: 'number' } }, { types: ['array'], items: { types: ['number'] } }],
    [
      {
        type: 'object',
        properties: { from: { type: 'integer' } },
        additionalProperties: { type: 'boolean' },
      },
      {
        types: ['object'],
        properties: { from: { types: ['integer'] } },
        additionalProperties: { types: ['boolean'] },
      },
    ],
    [{ $ref: '#/$defs/Missing' }, { types: ['string'] }],
  ])('of %j', (schema, shape) => {
    expect(toValueShape(schema, { Id: { type: 'integer' } })).toEqual(shape);
  });

  test('of a recursive schema ends', () => {
    const definitions = { Tree: { type: 'object', properties: { left: { $ref: '#/$defs/Tree' } } } };
    expect(JSON.stringify(toValueShape({ $ref: '#/$defs/Tree' }, definitions)).length).toBeLessThan(500);
    const circle = { A: { $ref: '#/$defs/B' }, B: { $ref: '#/$defs/A' } };
    expect(toValueShape({ $ref: '#/$defs/A' }, circle)).toEqual({ types: ['string'] });
  });
});
