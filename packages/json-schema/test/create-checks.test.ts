import { describe, expect, it } from 'vitest';
import { createChecks, type Definitions, InvalidSchema, type Schema, toProblems } from '../src/index.ts';

function problems(schema: Schema, value: unknown, definitions: Definitions = {}) {
  const check = createChecks(definitions).compile(schema);
  return check(value) ? [] : toProblems(check.errors);
}

function isValid(schema: Schema, value: unknown): boolean {
  return createChecks({}).compile(schema)(value);
}

describe('createChecks', () => {
  it('compiles a schema object once', () => {
    const checks = createChecks({});
    const schema = { type: 'string' };
    expect(checks.compile(schema)).toBe(checks.compile(schema));
  });

  it('follows recursion through shared schemas', () => {
    const definitions = {
      Tree: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/$defs/Tree' } } } },
    };
    const check = createChecks(definitions).compile({ $ref: '#/$defs/Tree' });
    expect(check({ children: [{ children: [] }] })).toBe(true);
    expect(check({ children: [{ children: [3] }] })).toBe(false);
    expect(toProblems(check.errors)[0]).toMatchObject({
      instancePath: '/children/0/children/0',
      schemaPath: '/$defs/Tree/type',
    });
  });

  it('finds shared schemas under names that need escaping', () => {
    const definitions = { 'a/b ~*"': { type: 'integer' }, ['__proto__']: { type: 'string' } };
    expect(problems({ $ref: '#/$defs/a~1b%20~0*%22' }, 'x', definitions)[0]?.schemaPath).toBe(
      '/$defs/a~1b ~0*"/type',
    );
    expect(problems({ $ref: '#/$defs/a~1b%20~0*%22' }, 1, definitions)).toEqual([]);
  });

  it('prefers the $defs of the schema itself', () => {
    const schema = { $defs: { A: { type: 'string' } }, $ref: '#/$defs/A' };
    expect(problems(schema, 'x', { A: { type: 'integer' } })).toEqual([]);
  });

  it('refuses a reference to nothing, and fetches nothing', () => {
    for (const $ref of ['#/$defs/Missing', 'https://example.com/schema.json', 'file:///etc/passwd']) {
      expect(() => createChecks({}).compile({ $ref }), $ref).toThrow(InvalidSchema);
    }
  });

  it('refuses a broken keyword and says which', () => {
    expect(() => createChecks({}).compile({ type: 'strng' })).toThrow(/strng|type/);
    expect(() => createChecks({}).compile({ pattern: '(' })).toThrow(InvalidSchema);
  });

  it('counts characters and not UTF-16 units', () => {
    expect(isValid({ maxLength: 2 }, '😀😀')).toBe(true);
    expect(isValid({ maxLength: 2 }, '😀😀😀')).toBe(false);
  });

  it.each([
    [4.35, 0.01, true],
    [4.355, 0.01, false],
    [19.99, 0.01, true],
    [0.3, 0.1, true],
    [1e308, 1e-5, true],
    [7, 2, false],
  ])('takes %d as a multiple of %d: %s', (value, multipleOf, want) => {
    expect(isValid({ multipleOf }, value)).toBe(want);
  });

  it('checks a property called __proto__ like any other', () => {
    const schema = {
      properties: { ['__proto__']: { type: 'number' } },
      required: ['__proto__'],
      additionalProperties: false,
    };
    expect(isValid(schema, JSON.parse('{"__proto__": 1}'))).toBe(true);
    expect(isValid(schema, JSON.parse('{"__proto__": "x"}'))).toBe(false);
    expect(isValid(schema, {})).toBe(false);
    expect(isValid({ required: ['toString'] }, {})).toBe(false);
    expect(isValid({ enum: [JSON.parse('{"__proto__": 1}')] }, JSON.parse('{"__proto__": 1}'))).toBe(true);
    expect(isValid({ enum: [JSON.parse('{"__proto__": 1}')] }, {})).toBe(false);
  });

  it('ignores keywords and formats it does not know, whatever they are called', () => {
    const schema = {
      format: 'constructor',
      toString: 1,
      constructor: {},
      'x-thing': 1,
      nullable: false,
      type: 'string',
    };
    expect(isValid(schema, 'x')).toBe(true);
    expect(isValid(schema, 1)).toBe(false);
  });

  it('is done with large hostile arrays in time', () => {
    const items = Array.from({ length: 100_000 }, (_, index) => ({ a: index }));
    const start = performance.now();
    expect(isValid({ uniqueItems: true }, items)).toBe(true);
    expect(isValid({ uniqueItems: true }, [...items, { a: 5 }])).toBe(false);
    const definitions = { Text: { type: 'string', anyOf: [{ minLength: 1 }, { const: 'x' }] } };
    const check = createChecks(definitions).compile({ items: { $ref: '#/$defs/Text' } });
    expect(check(items)).toBe(false);
    expect(check.errors?.length).toBeLessThan(1_000);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('does not take a branch for valid because its errors were cut', () => {
    const wrong = Array.from({ length: 300 }, () => 1);
    const schema = {
      anyOf: [{ items: { type: 'string' } }, { items: { type: 'null' } }, { contains: { type: 'null' } }],
    };
    expect(isValid(schema, wrong)).toBe(false);
    expect(isValid(schema, [...wrong, null])).toBe(true);
  });

  it.each([
    ['uuid', '123e4567-e89b-12d3-a456-426614174000', 'urn:uuid:123e4567-e89b-12d3-a456-426614174000'],
    ['byte', 'YWJj', 'YWJj\n!'],
    ['date-time', '2025-06-15T12:00:00+02:00', '2025-06-15 12:00:00Z'],
    ['email', 'a.b+c@example.com', 'a..b@example.com'],
    ['hostname', 'a-b.example', 'a_b.example'],
    ['duration', 'P1DT2H', 'P1H'],
  ])('asserts the format %s', (format, good, bad) => {
    expect(isValid({ format }, good)).toBe(true);
    expect(isValid({ format }, bad)).toBe(false);
  });

  it('asserts number formats on numbers only', () => {
    expect(isValid({ format: 'int32' }, 2_147_483_648)).toBe(false);
    expect(isValid({ format: 'int32' }, 2_147_483_647)).toBe(true);
    expect(isValid({ format: 'int32' }, 'text')).toBe(true);
  });
});

describe('discriminator', () => {
  const definitions: Definitions = {
    Pet: {
      oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
      discriminator: { propertyName: 'kind', mapping: { tabby: '#/$defs/Cat', hound: 'Dog' } },
    },
    Cat: {
      type: 'object',
      required: ['kind', 'lives'],
      properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
    },
    Dog: {
      type: 'object',
      required: ['kind'],
      properties: { kind: { type: 'string' }, friend: { $ref: '#/$defs/Pet' } },
    },
  };
  const pet = { $ref: '#/$defs/Pet' };

  it.each([
    { kind: 'tabby', lives: 9 },
    { kind: 'Cat', lives: 9 },
    { kind: 'hound', friend: { kind: 'tabby', lives: 1 } },
  ])('admits %j', (value) => {
    expect(problems(pet, value, definitions)).toEqual([]);
  });

  it('tells the problems of the named branch only, also further down', () => {
    expect(
      problems(pet, { kind: 'hound', friend: { kind: 'tabby', lives: 'nine' } }, definitions),
    ).toMatchObject([{ instancePath: '/friend/lives', keyword: 'type', message: 'must be an integer' }]);
  });

  it('refuses an unknown value and names the known ones', () => {
    expect(problems(pet, { kind: 'bird' }, definitions)).toMatchObject([
      { instancePath: '/kind', keyword: 'discriminator', schemaPath: '/$defs/Pet/discriminator' },
    ]);
    expect(problems(pet, { kind: 'bird' }, definitions)[0]?.message).toContain('"tabby"');
  });

  it('lets a null branch beside it be', () => {
    const schema = {
      oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }, { type: 'null' }],
      discriminator: { propertyName: 'kind' },
    };
    expect(problems(schema, null, definitions)).toEqual([]);
    expect(problems(schema, { kind: 'bird' }, definitions)[0]?.keyword).toBe('discriminator');
  });

  it('works beside anyOf and inside of allOf', () => {
    const schema = {
      allOf: [
        {
          anyOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
          discriminator: { propertyName: 'kind' },
        },
        { required: ['age'] },
      ],
    };
    expect(problems(schema, { kind: 'Dog', age: 1 }, definitions)).toEqual([]);
    expect(problems(schema, { kind: 'Cat', age: 1 }, definitions)).toMatchObject([
      { params: { missingProperty: 'lives' } },
    ]);
  });

  it('reads the values from const and enum of the branches', () => {
    const schema = {
      oneOf: [
        { type: 'object', properties: { t: { const: 'a' }, n: { type: 'integer' } } },
        { type: 'object', properties: { t: { enum: ['b', 'c'] }, n: { type: 'string' } } },
      ],
      discriminator: { propertyName: 't' },
    };
    expect(problems(schema, { t: 'c', n: 1 })).toMatchObject([
      { instancePath: '/n', message: 'must be a string' },
    ]);
    expect(problems(schema, { t: 'z' })[0]?.keyword).toBe('discriminator');
  });

  it.each(['oneOf', 'anyOf'])('picks any of many branches of %s, for each item anew', (keyword) => {
    const branches = ['a', 'b', 'c', 'd'].map((letter) => ({
      type: 'object',
      required: ['t', letter],
      properties: { t: { const: letter }, [letter]: { type: 'integer' } },
    }));
    const shape = { [keyword]: branches, discriminator: { propertyName: 't' } };
    for (const items of [shape, { ...shape, unevaluatedProperties: false }]) {
      const schema = { type: 'array', items };
      const good = ['b', 'd', 'a', 'c', 'd'].map((letter) => ({ t: letter, [letter]: 1 }));
      expect(problems(schema, good)).toEqual([]);
      expect(problems(schema, [...good, { t: 'b', d: 1 }])[0]).toMatchObject({
        instancePath: '/5',
        params: { missingProperty: 'b' },
      });
      expect(problems(schema, [...good, { t: 'd', d: 'x' }])[0]?.instancePath).toBe('/5/d');
      expect(problems(schema, [...good, { t: 'e' }])[0]?.keyword).toBe('discriminator');
      expect(problems(schema, [...good, 7])).not.toEqual([]);
    }
    expect(problems({ ...shape, unevaluatedProperties: false }, { t: 'd', d: 1, c: 1 })).toMatchObject([
      { keyword: 'unevaluatedProperties' },
    ]);
  });

  it('resolves a base to the descendant that the value names', () => {
    const inheritance: Definitions = {
      Base: {
        type: 'object',
        required: ['type'],
        properties: { type: { type: 'string' } },
        discriminator: { propertyName: 'type' },
      },
      Circle: {
        allOf: [
          { $ref: '#/$defs/Base' },
          { type: 'object', required: ['radius'], properties: { radius: { type: 'number' } } },
        ],
      },
      Square: { allOf: [{ $ref: '#/$defs/Base' }, { type: 'object', required: ['side'] }] },
    };
    const shapes = { type: 'array', items: { $ref: '#/$defs/Base' } };
    expect(
      problems(
        shapes,
        [
          { type: 'Circle', radius: 1 },
          { type: 'Square', side: 1 },
        ],
        inheritance,
      ),
    ).toEqual([]);
    expect(problems(shapes, [{ type: 'Circle' }], inheritance)).toMatchObject([
      { params: { missingProperty: 'radius' } },
    ]);
    expect(problems(shapes, [{ type: 'Star' }], inheritance)).toMatchObject([{ keyword: 'discriminator' }]);
    expect(problems({ $ref: '#/$defs/Circle' }, { type: 'Circle', radius: 1 }, inheritance)).toEqual([]);
  });
});

describe('projection', () => {
  const definitions: Definitions = {
    Id: { type: 'string', readOnly: true },
    User: {
      type: 'object',
      required: ['id', 'name', 'password'],
      properties: {
        id: { $ref: '#/$defs/Id' },
        name: { type: 'string' },
        password: { type: 'string', writeOnly: true },
      },
    },
    Named: { required: ['id', 'name'] },
    Both: { allOf: [{ $ref: '#/$defs/Named' }, { properties: { id: { type: 'string', readOnly: true } } }] },
  };
  const user = { $ref: '#/$defs/User' };

  it('asks for everything without a projection', () => {
    const check = createChecks(definitions).compile(user);
    expect(check({ id: '1', name: 'a', password: 'b' })).toBe(true);
    expect(check({ name: 'a', password: 'b' })).toBe(false);
  });

  it('does not ask for readOnly properties in a request', () => {
    const check = createChecks(definitions, { projection: 'request' }).compile(user);
    expect(check({ name: 'a', password: 'b' })).toBe(true);
    expect(check({ password: 'b' })).toBe(false);
  });

  it('neither asks for nor admits writeOnly properties in a response', () => {
    const check = createChecks(definitions, { projection: 'response' }).compile(user);
    expect(check({ id: '1', name: 'a' })).toBe(true);
    expect(check({ name: 'a' })).toBe(false);
    expect(check({ id: '1', name: 'a', password: 'b' })).toBe(false);
    expect(toProblems(check.errors)).toMatchObject([{ instancePath: '/password', keyword: 'writeOnly' }]);
  });

  it('keeps the projections of the same definitions apart', () => {
    const checks = (['request', 'response', undefined] as const).map((projection) =>
      createChecks(definitions, { projection }).compile(user),
    );
    const answersTo = (value: unknown) => checks.map((check) => check(value));
    expect(answersTo({ name: 'a', password: 'b' })).toEqual([true, false, false]);
    expect(answersTo({ id: '1', name: 'a' })).toEqual([false, true, false]);
    expect(answersTo({ id: '1', name: 'a', password: 'b' })).toEqual([true, false, true]);
  });

  it('sees a readOnly property beside the schema that requires it', () => {
    const both = { $ref: '#/$defs/Both' };
    expect(createChecks(definitions, { projection: 'request' }).compile(both)({ name: 'a' })).toBe(true);
    expect(createChecks(definitions, { projection: 'request' }).compile(both)({})).toBe(false);
    expect(createChecks(definitions).compile(both)({ name: 'a' })).toBe(false);
    expect(
      createChecks(definitions, { projection: 'request' }).compile({ $ref: '#/$defs/Named' })({ name: 'a' }),
    ).toBe(false);
  });
});
