import { describe, expect, it } from 'vitest';
import { createChecks } from './create-checks.ts';
import { toProblems } from './problems.ts';
import type { Schema } from './schema.ts';

function messages(schema: Schema, value: unknown): string[] {
  const check = createChecks({}).compile(schema);
  check(value);
  return toProblems(check.errors).map((problem) => `${problem.instancePath}: ${problem.message}`);
}

describe('toProblems', () => {
  it.each<[Schema, unknown, string[]]>([
    [{ type: 'string' }, 1, [': must be a string']],
    [{ type: ['integer', 'null'] }, 'x', [': must be an integer or null']],
    [{ required: ['a', 'b'] }, {}, [': must have the property "a"', ': must have the property "b"']],
    [{ properties: { a: { maxLength: 3 } } }, { a: 'long' }, ['/a: must not be longer than 3 characters']],
    [{ items: { enum: ['x', 'y'] } }, ['x', 'z'], ['/1: must be one of "x" or "y"']],
    [{ additionalProperties: false }, { 'a/b': 1 }, [': must not have the property "a/b"']],
    [{ properties: { 'a/b': { type: 'null' } } }, { 'a/b': 1 }, ['/a~1b: must be null']],
    [{ uniqueItems: true }, [1, 2, 1], [': must not have equal items: those at 0 and 2 are the same']],
    [{ minItems: 1 }, [], [': must not be empty']],
    [{ contains: { type: 'string' } }, [1, 2], [': must contain at least 1 matching item']],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    [{ if: { required: ['a'] }, then: { required: ['b'] } }, { a: 1 }, [': must have the property "b"']],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, [': must have the property "b" because it has "a"']],
    [
      { oneOf: [{ minimum: 1 }, { maximum: 5 }] },
      3,
      [': must match exactly one of the alternatives, but matches number 1 and number 2'],
    ],
    [
      { propertyNames: { maxLength: 2 } },
      { long: 1 },
      [': has the property name "long", which must not be longer than 2 characters'],
    ],
    [false, 1, [': must not be present']],
  ])('%j refuses %j', (schema, value, want) => {
    expect(messages(schema, value)).toEqual(want);
  });

  it('gives no problems for no errors', () => {
    expect(toProblems(null)).toEqual([]);
    expect(messages({ type: 'string' }, 'x')).toEqual([]);
  });

  it('tells the nearest branch of a union', () => {
    const schema = {
      anyOf: [
        { type: 'string' },
        { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
        { type: 'object', required: ['x', 'y', 'z'] },
      ],
    };
    expect(messages(schema, { a: 'x' })).toEqual(['/a: must be an integer']);
  });

  it('puts the types of all branches into one problem', () => {
    expect(
      messages(
        { oneOf: [{ type: 'string' }, { type: 'object' }, { anyOf: [{ type: 'array' }, { type: 'null' }] }] },
        1,
      ),
    ).toEqual([': must be a string, an object, an array or null']);
  });

  it('tells nested unions apart from what follows them', () => {
    const union = { anyOf: [{ type: 'string' }, { type: 'object', required: ['a'] }] };
    const schema = {
      properties: {
        p: union,
        q: { oneOf: [{ type: 'array', items: union }, { type: 'null' }] },
        r: { type: 'string' },
      },
    };
    expect(messages(schema, { p: {}, q: ['x', {}], r: 1 })).toEqual([
      '/p: must have the property "a"',
      '/q/1: must have the property "a"',
      '/r: must be a string',
    ]);
  });

  it('tells the same problem once', () => {
    expect(messages({ allOf: [{ required: ['a'] }, { required: ['a'] }] }, {})).toEqual([
      ': must have the property "a"',
    ]);
  });
});
