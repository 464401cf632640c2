import { createChecks, type Schema } from '@plumbline/json-schema';
import type { Parameter } from '@plumbline/openapi';
import { expect, test } from 'vitest';
import { staysBroken } from './readings.ts';

const context = { checks: createChecks({}), definitions: {} };

const parameter = (schema: Schema): Parameter => ({
  name: 'q',
  in: 'query',
  required: false,
  deprecated: false,
  style: 'form',
  explode: true,
  allowReserved: false,
  schema,
  examples: [],
  place: { file: '/openapi.yaml', pointer: '' },
});

const table: readonly (readonly [schema: Schema, value: unknown, isBroken: boolean])[] = [
  [{ type: 'integer' }, 'ten', true],
  [{ type: 'integer' }, '10', false],
  [{ type: 'integer', minimum: 1 }, 0, true],
  [{ type: 'string' }, 5, false],
  [{ type: 'string' }, true, false],
  [{ type: 'string', maxLength: 2 }, 'abc', true],
  [{ type: 'boolean' }, 'true', false],
  [{ type: 'boolean' }, 'maybe', true],
  [{ type: ['string', 'null'] }, null, false],
  [{ type: 'array', items: { type: 'integer' } }, 5, false],
  [{ type: 'array', items: { type: 'integer' } }, [1, 'two'], true],
  [{ type: 'array', items: { type: 'integer' }, maxItems: 1 }, [1, 2], true],
  [{ type: 'array', minItems: 1 }, [], false],
  [{ oneOf: [{ type: 'string' }, { type: 'array', items: { enum: ['a'] } }] }, ['b'], false],
  [{ oneOf: [{ enum: ['a'] }, { type: 'array', items: { enum: ['a'] } }] }, ['b'], true],
  [{ type: 'object', properties: { a: {} } }, 'text', false],
];

test.for(table)('under %j the text of %j is broken: %s', ([schema, value, isBroken]) => {
  expect(staysBroken(context, parameter(schema), value)).toBe(isBroken);
});
