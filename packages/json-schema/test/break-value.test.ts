import { describe, expect, it } from 'vitest';
import { type Breakage, breakValue, createChecks, type Definitions, type Schema } from '../src/index.ts';

function breakages(schema: Schema, value: unknown, definitions: Definitions = {}): Breakage[] {
  const found = breakValue(schema, value, { definitions, seed: 1 });
  const check = createChecks(definitions).compile(schema);
  for (const breakage of found) expect(check(breakage.value), JSON.stringify(breakage)).toBe(false);
  return found;
}

describe('breakValue', () => {
  it.each<[string, Schema, unknown, unknown]>([
    ['type', { type: 'integer' }, 4, '4'],
    ['type', { type: 'integer' }, 4, null],
    ['type', { type: 'integer' }, 4, 1.5],
    ['enum', { enum: ['open', 'closed'] }, 'open', 'OPEN'],
    ['const', { const: 3 }, 3, 4],
    ['minLength', { type: 'string', minLength: 3 }, 'abcd', 'ab'],
    ['maxLength', { type: 'string', maxLength: 3 }, 'ab', 'abbb'],
    ['minimum', { type: 'integer', minimum: 3 }, 5, 2],
    ['maximum', { type: 'number', multipleOf: 0.5, maximum: 3 }, 1, 3.5],
    ['exclusiveMaximum', { exclusiveMaximum: 3 }, 1, 3],
    ['multipleOf', { multipleOf: 5 }, 10, 11],
    ['pattern', { pattern: '^[a-z]+$' }, 'abc', 'a§c'],
    ['format', { format: 'date' }, '2025-01-01', '2025-02-29'],
    ['format', { format: 'int32' }, 1, 2_147_483_648],
    ['required', { required: ['a'] }, { a: 1, b: 2 }, { b: 2 }],
    [
      'additionalProperties',
      { properties: { a: {} }, additionalProperties: false },
      { a: 1 },
      { a: 1, unexpectedProperty: true },
    ],
    ['minProperties', { minProperties: 2 }, { a: 1, b: 2 }, { a: 1 }],
    ['maxProperties', { maxProperties: 1 }, { a: 1 }, { a: 1, unexpectedProperty1: 1 }],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1, b: 2 }, { a: 1 }],
    ['minItems', { minItems: 2 }, [1, 2, 3], [1]],
    ['maxItems', { maxItems: 2 }, [1], [1, 1, 1]],
    ['uniqueItems', { uniqueItems: true }, [1, 2], [1, 2, 2]],
    ['items', { prefixItems: [{}], items: false }, [1], [1, 'unexpected']],
    ['contains', { contains: { const: 1 } }, [1], []],
    ['oneOf', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, 1, null],
    [
      'unevaluatedProperties',
      { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
      { a: 1 },
      { a: 1, unexpectedProperty: true },
    ],
  ])('breaks %s of %j for %j', (keyword, schema, value, want) => {
    expect(breakages(schema, value)).toContainEqual(
      expect.objectContaining({ keyword, value: want, instancePath: '' }),
    );
  });

  it('breaks what is further down and leaves the rest alone', () => {
    const definitions = {
      Item: { type: 'object', required: ['count'], properties: { count: { type: 'integer', minimum: 1 } } },
    };
    const schema = {
      type: 'object',
      properties: { items: { type: 'array', items: { $ref: '#/$defs/Item' } }, name: { type: 'string' } },
    };
    const found = breakages(schema, { name: 'x', items: [{ count: 1 }] }, definitions);
    expect(found).toContainEqual({
      keyword: 'minimum',
      instancePath: '/items/0/count',
      schemaPath: '/$defs/Item/properties/count/minimum',
      description: 'just below the minimum (1)',
      value: { name: 'x', items: [{ count: 0 }] },
    });
  });

  it('breaks the discriminator and the branch the value is in', () => {
    const definitions = {
      Pet: {
        oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
        discriminator: { propertyName: 'kind' },
      },
      Cat: {
        type: 'object',
        required: ['kind', 'lives'],
        properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
      },
      Dog: { type: 'object', required: ['kind', 'barks'] },
    };
    const found = breakages({ $ref: '#/$defs/Pet' }, { kind: 'Cat', lives: 9 }, definitions);
    expect(found.map(({ keyword, schemaPath }) => `${keyword} ${schemaPath}`)).toEqual(
      expect.arrayContaining(['discriminator /$defs/Pet/discriminator', 'required /$defs/Cat/required']),
    );
    expect(found.some(({ schemaPath }) => schemaPath.startsWith('/$defs/Dog'))).toBe(false);
  });

  it('makes nothing where nothing is refused, nor from an invalid value', () => {
    expect(breakages({}, { a: 1 })).toEqual([]);
    expect(breakages({ type: 'string' }, 'x').length).toBeGreaterThan(0);
    expect(breakages({ type: 'string' }, 1)).toEqual([]);
  });

  it('does not offer a change that another branch admits', () => {
    const schema = {
      anyOf: [
        { type: 'integer', maximum: 5 },
        { type: 'integer', minimum: 6 },
      ],
    };
    expect(breakages(schema, 3).map(({ keyword }) => keyword)).not.toContain('maximum');
  });

  it('gives the same breakages for the same seed', () => {
    const schema = { type: 'array', items: { type: 'integer', minimum: 0 } };
    const value = [1, 2, 3, 4, 5];
    expect(breakages(schema, value)).toEqual(breakages(structuredClone(schema), value));
  });

  it('ends with recursive schemas and values', () => {
    const definitions = { Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' } } } };
    let value: Record<string, unknown> = {};
    for (let depth = 0; depth < 100; depth += 1) value = { next: value };
    expect(breakages({ $ref: '#/$defs/Node' }, value, definitions).length).toBeLessThanOrEqual(500);
  });
});
