import { describe, expect, test } from 'vitest';
import { toValueShape } from './value-shape.ts';

const DEFINITIONS = {
  Id: { type: 'integer' },
  'a/b c': { type: 'boolean' },
  '100%': { type: 'null' },
};

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
    [{ $ref: '#/$defs/constructor' }, { types: ['string'] }],
    [{ $ref: '#/$defs/Id/properties/a' }, { types: ['string'] }],
    [{ $ref: '#/$defs/a~1b%20c' }, { types: ['boolean'] }],
    [{ $ref: '#/$defs/100%' }, { types: ['null'] }],
    [{ anyOf: [{ $ref: '#/$defs/Missing' }, { type: 'integer' }] }, { types: ['integer'] }],
    [{ type: 'string', enum: [1, 2] }, { types: ['string'] }],
    [{ type: 'file', enum: [true] }, { types: ['boolean'] }],
    [{ const: null }, { types: ['null'] }],
    [{ enum: [[1], { a: 1 }] }, { types: ['array', 'object'] }],
    [
      { type: 'array', items: false },
      { types: ['array'], items: { types: ['string'] } },
    ],
    [
      { type: 'array', items: [{ type: 'integer' }] },
      { types: ['array'], items: { types: ['string'] } },
    ],
    [{ type: 'object', additionalProperties: true }, { types: ['object'] }],
    [{ type: 'object', properties: 'ab' }, { types: ['object'] }],
    [{ type: 'string', items: { type: 'integer' } }, { types: ['string'] }],
    [
      {
        allOf: [
          { properties: { at: { type: 'integer' } } },
          { properties: { at: { type: 'null' }, by: { $ref: '#/$defs/Id' } } },
        ],
      },
      {
        types: ['object'],
        properties: { at: { types: ['null', 'integer'] }, by: { types: ['integer'] } },
      },
    ],
  ])('of %j', (schema, shape) => {
    expect(toValueShape(schema, DEFINITIONS)).toEqual(shape);
  });

  test('of a recursive schema ends', () => {
    const definitions = { Tree: { type: 'object', properties: { left: { $ref: '#/$defs/Tree' } } } };
    expect(JSON.stringify(toValueShape({ $ref: '#/$defs/Tree' }, definitions)).length).toBeLessThan(500);
    const circle = { A: { $ref: '#/$defs/B' }, B: { $ref: '#/$defs/A' } };
    expect(toValueShape({ $ref: '#/$defs/A' }, circle)).toEqual({ types: ['string'] });
  });

  test('keeps a property named `__proto__` as a property', () => {
    const schema = JSON.parse('{"properties": {"__proto__": {"type": "integer"}}}');
    expect(JSON.stringify(toValueShape(schema, {}))).toBe(
      '{"types":["object"],"properties":{"__proto__":{"types":["integer"]}}}',
    );
  });

  test('of a composition with very many members is read', () => {
    const oneOf = Array.from({ length: 200_000 }, (_, index) => ({ const: index }));
    expect(toValueShape({ oneOf }, {})).toEqual({ types: ['integer'] });
  });
});
