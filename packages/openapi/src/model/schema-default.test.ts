import { expect, test } from 'vitest';
import { schemaDefault } from '../index.ts';

const definitions = {
  Limit: { type: 'integer', default: 20 },
  'page size': { $ref: '#/$defs/Limit' },
  'a/b': { default: null },
  Endless: { $ref: '#/$defs/Endless' },
};

test.each([
  ['its own', { default: false }, false],
  ['one of a schema it refers to', { $ref: '#/$defs/Limit' }, 20],
  ['its own before that of a reference', { $ref: '#/$defs/Limit', default: 5 }, 5],
  ['one behind a name written as in a URI', { $ref: '#/$defs/page%20size' }, 20],
  ['null behind a name with a slash', { $ref: '#/$defs/a~1b' }, null],
  ['none when nothing declares it', { type: 'integer' }, undefined],
  ['none of a schema without keywords', true, undefined],
  ['none of a name that every object has', { $ref: '#/$defs/constructor' }, undefined],
  ['none of a circle', { $ref: '#/$defs/Endless' }, undefined],
])('the default of a schema is %s', (_, schema, wanted) => {
  expect(schemaDefault(schema, definitions)).toBe(wanted);
});
