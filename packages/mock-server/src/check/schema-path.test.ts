import { expect, test } from 'vitest';
import { schemaPathOf } from './schema-path.ts';

const definitions = {
  Pet: {
    type: 'object',
    properties: { name: { type: 'string' }, friends: { type: 'array', items: { $ref: '#/$defs/Pet' } } },
  },
  Dog: { allOf: [{ $ref: '#/$defs/Pet' }, { properties: { 'a/b': { type: 'string' } } }] },
  Loop: { $ref: '#/$defs/Loop' },
};

test.each([
  [{ properties: { id: { type: 'integer' } } }, ['id'], '/properties/id'],
  [{ $ref: '#/$defs/Pet' }, ['name'], '/$defs/Pet/properties/name'],
  [{ $ref: '#/$defs/Pet' }, ['friends', '3', 'name'], '/$defs/Pet/properties/name'],
  [{ type: 'array', items: { $ref: '#/$defs/Dog' } }, ['0', 'a/b'], '/$defs/Dog/allOf/1/properties/a~1b'],
  [{ $ref: '#/$defs/Dog' }, ['name'], '/$defs/Pet/properties/name'],
  [{ $ref: '#/$defs/Pet' }, ['friends'], '/$defs/Pet/properties/friends'],
  // What it does not know by name, it tells as far as it goes.
  [{ $ref: '#/$defs/Pet' }, ['unknown', 'deeper'], '/$defs/Pet'],
  [{ $ref: '#/$defs/Loop' }, ['x'], '/$defs/Loop'],
  [true, ['x'], ''],
])('of %j at %j is described at %s', (schema, tokens, path) => {
  expect(schemaPathOf(schema, tokens, definitions)).toBe(path);
});
