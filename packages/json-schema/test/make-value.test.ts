import { describe, expect, it } from 'vitest';
import { createChecks, type Definitions, makeValue, type Schema, UnsatisfiableSchema } from '../src/index.ts';

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

function makeAll(schema: Schema, definitions: Definitions = {}): unknown[] {
  const check = createChecks(definitions).compile(schema);
  return seeds.map((seed) => {
    const value = makeValue(schema, { definitions, seed });
    expect(check(value), JSON.stringify(value)).toBe(true);
    return value;
  });
}

describe('makeValue', () => {
  it.each<[string, Schema]>([
    ['bounds', { type: 'integer', exclusiveMinimum: 3, maximum: 5, multipleOf: 5 }],
    ['narrow fractions', { type: 'number', exclusiveMinimum: 0.1, exclusiveMaximum: 0.12 }],
    ['several divisors', { type: 'integer', allOf: [{ multipleOf: 4 }, { multipleOf: 6 }], minimum: 1 }],
    ['decimal divisors', { type: 'number', multipleOf: 0.01, minimum: 5, maximum: 6 }],
    ['lengths', { type: 'string', minLength: 300, maxLength: 305 }],
    ['an exact length', { type: 'string', minLength: 1, maxLength: 1 }],
    ['pattern and lengths', { type: 'string', pattern: '^[A-Z]{2}-\\d+$', minLength: 8, maxLength: 9 }],
    ['two patterns', { type: 'string', pattern: '^[ab]+$', allOf: [{ pattern: 'b$' }], minLength: 4 }],
    ['a look-ahead', { type: 'string', pattern: '^(?=.*\\d)(?=.*[a-z])[a-z\\d]{8}$' }],
    ['an open pattern', { type: 'string', pattern: '\\d', minLength: 20 }],
    ['letters by property', { type: 'string', pattern: '^\\p{Lu}\\p{Ll}+$' }],
    ['not', { type: ['string', 'integer'], not: { type: 'string' } }],
    ['not with a value', { enum: [1, 2, 3], not: { enum: [1, 3] } }],
    [
      'not required',
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'string' } },
        not: { required: ['a'] },
      },
    ],
    [
      'one of two requirements',
      {
        type: 'object',
        properties: { a: { type: 'integer' }, b: { type: 'integer' } },
        oneOf: [{ required: ['a'] }, { required: ['b'] }],
      },
    ],
    [
      'overlapping oneOf',
      {
        oneOf: [
          { type: 'integer', minimum: 0 },
          { type: 'integer', maximum: 10 },
        ],
      },
    ],
    [
      'oneOf of objects that differ only by what they constrain',
      {
        oneOf: [
          { type: 'object', properties: { a: { type: 'string' } } },
          { type: 'object', properties: { a: { type: 'string' }, b: { enum: ['x'] } } },
        ],
      },
    ],
    [
      'allOf',
      {
        allOf: [
          { type: 'object', properties: { a: { type: 'string', minLength: 5 } } },
          { properties: { a: { maxLength: 6 } }, required: ['a'] },
        ],
      },
    ],
    [
      'if, then, else',
      {
        type: 'object',
        properties: { kind: { enum: ['a', 'b'] } },
        required: ['kind'],
        if: { properties: { kind: { const: 'a' } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ['x'] },
        else: { required: ['y'] },
      },
    ],
    [
      'contains',
      {
        type: 'array',
        items: { type: 'integer', minimum: 0, maximum: 9 },
        contains: { const: 7 },
        minContains: 2,
        maxContains: 2,
        maxItems: 5,
      },
    ],
    ['uniqueItems of few', { type: 'array', items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 }],
    [
      'prefixItems',
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false, minItems: 2 },
    ],
    [
      'patternProperties',
      {
        type: 'object',
        patternProperties: { '^x-[a-z]+$': { type: 'integer' } },
        additionalProperties: false,
        minProperties: 2,
      },
    ],
    [
      'propertyNames',
      {
        type: 'object',
        propertyNames: { pattern: '^[a-z]{2}$' },
        additionalProperties: { type: 'boolean' },
        minProperties: 3,
      },
    ],
    ['maxProperties', { type: 'object', properties: { a: {}, b: {}, c: {} }, maxProperties: 1 }],
    [
      'dependentRequired',
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'string' } },
        dependentRequired: { a: ['b', 'c'] },
      },
    ],
    [
      'dependentSchemas',
      {
        type: 'object',
        properties: { a: { type: 'string' } },
        dependentSchemas: { a: { required: ['d'], properties: { d: { type: 'integer' } } } },
      },
    ],
    [
      'unevaluatedProperties',
      {
        allOf: [{ properties: { a: { type: 'string' } } }],
        properties: { b: { type: 'integer' } },
        type: 'object',
        unevaluatedProperties: false,
      },
    ],
    [
      'unevaluatedItems',
      {
        type: 'array',
        prefixItems: [{ type: 'string' }],
        unevaluatedItems: { type: 'integer' },
        minItems: 3,
      },
    ],
    [
      'a property called __proto__',
      JSON.parse('{"type":"object","properties":{"__proto__":{"type":"integer"}},"required":["__proto__"]}'),
    ],
    ['no type at all', {}],
  ])('honours %s', (_name, schema) => {
    makeAll(schema);
  });

  it('makes the same value from the same seed, and others from others', () => {
    const schema = {
      type: 'object',
      required: ['email', 'createdAt'],
      properties: {
        email: { type: 'string', format: 'email' },
        createdAt: { type: 'string', format: 'date-time' },
      },
    };
    const first = makeValue(schema, { definitions: {}, seed: 7 });
    expect(makeValue(structuredClone(schema), { definitions: {}, seed: 7 })).toEqual(first);
    expect(first).toMatchInlineSnapshot(`
      {
        "createdAt": "2024-12-18T06:23:16Z",
        "email": "myriam.feil@example.com",
      }
    `);
    expect(new Set(makeAll(schema).map((value) => JSON.stringify(value))).size).toBeGreaterThan(30);
  });

  it('looks like what the names say', () => {
    const schema = {
      type: 'object',
      required: ['firstName', 'timezone', 'city', 'homepage'],
      properties: {
        firstName: { type: 'string' },
        timezone: { type: 'string' },
        city: { type: 'string' },
        homepage: { type: 'string' },
      },
    };
    const value = makeValue(schema, { definitions: {}, seed: 3 });
    expect(value).toMatchObject({
      firstName: expect.stringMatching(/^\p{Lu}/u),
      timezone: expect.stringMatching(/^UTC$|\//),
      homepage: expect.stringMatching(/^https:/),
    });
  });

  it('uses valid examples and passes over invalid ones', () => {
    expect(makeAll({ type: 'string', examples: ['the example'] })).toContain('the example');
    expect(makeAll({ type: 'string', minLength: 3, examples: ['x'] })).not.toContain('x');
  });

  it('ends recursion', () => {
    const definitions = {
      Tree: {
        type: 'object',
        required: ['left', 'right'],
        properties: {
          left: { oneOf: [{ $ref: '#/$defs/Tree' }, { type: 'null' }] },
          right: { anyOf: [{ $ref: '#/$defs/Tree' }, { type: 'string' }] },
        },
      },
      List: { type: 'array', minItems: 1, items: { oneOf: [{ $ref: '#/$defs/List' }, { type: 'integer' }] } },
    };
    for (const name of ['Tree', 'List']) {
      for (const value of makeAll({ $ref: `#/$defs/${name}` }, definitions))
        expect(JSON.stringify(value).length).toBeLessThan(50_000);
    }
  });

  it('sets the discriminator to the branch it makes', () => {
    const definitions = {
      Pet: {
        oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
        discriminator: { propertyName: 'kind' },
      },
      Cat: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } },
      Dog: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } },
    };
    const kinds = new Set(
      makeAll({ $ref: '#/$defs/Pet' }, definitions).map((value) => JSON.stringify(value)),
    );
    expect(kinds).toEqual(new Set(['{"kind":"Cat"}', '{"kind":"Dog"}']));
  });

  it('leaves readOnly out of requests and writeOnly out of responses', () => {
    const schema = {
      type: 'object',
      required: ['id', 'secret'],
      properties: { id: { type: 'integer', readOnly: true }, secret: { type: 'string', writeOnly: true } },
    };
    expect(makeValue(schema, { definitions: {}, seed: 1, projection: 'request' })).not.toHaveProperty('id');
    expect(makeValue(schema, { definitions: {}, seed: 1, projection: 'response' })).not.toHaveProperty(
      'secret',
    );
  });

  it.each<[string, Schema, Definitions, string]>([
    [
      'types that exclude each other',
      { type: 'string', allOf: [{ type: 'integer' }] },
      {},
      'exclude each other',
    ],
    ['an empty enum', { enum: [1, 2], allOf: [{ enum: [3] }] }, {}, 'leave no value'],
    ['bounds that cross', { type: 'integer', minimum: 5, maximum: 4 }, {}, 'bounds'],
    ['false', { properties: { a: false }, required: ['a'], type: 'object' }, {}, 'admits nothing'],
    [
      'endless recursion',
      { $ref: '#/$defs/A' },
      { A: { type: 'object', required: ['a'], properties: { a: { $ref: '#/$defs/A' } } } },
      'contains another of itself',
    ],
    ['a monstrous size', { type: 'array', minItems: 1_000_000_000 }, {}, 'bounds'],
  ])('refuses %s and says why', (_name, schema, definitions, reason) => {
    const make = () => makeValue(schema, { definitions, seed: 1 });
    expect(make).toThrow(UnsatisfiableSchema);
    expect(make).toThrow(reason);
  });
});
