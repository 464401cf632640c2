import type { SchemaObject } from '@plumbline/json-schema';
import { describe, expect, test } from 'vitest';
import { compareEcho, type Likeness } from './same-meaning.ts';

type Case = readonly [what: string, sent: unknown, received: unknown, schema: SchemaObject, want: Likeness];

const instant = { type: 'string', format: 'date-time' };
const url = { type: 'string', format: 'uri' };
const set = { type: 'array', uniqueItems: true, items: { type: 'string' } };
const label = {
  type: 'object',
  properties: { name: { type: 'string' }, pin: { type: 'string', writeOnly: true } },
};

const cases: readonly Case[] = [
  ['a text as it was', 'one', 'one', { type: 'string' }, 'same'],
  ['another text', 'one', 'two', { type: 'string' }, 'different'],
  ['a cut text', 'one two', 'one', { type: 'string' }, 'different'],
  ['a trimmed text', ' one ', 'one', { type: 'string' }, 'open'],
  ['a text in other letters', 'One', 'one', { type: 'string' }, 'open'],
  [
    'an address in other letters',
    'Mia@Example.org',
    'mia@example.org',
    { type: 'string', format: 'email' },
    'same',
  ],
  ['an instant in another zone', '2026-03-01T12:00:00+01:00', '2026-03-01T11:00:00.000Z', instant, 'same'],
  ['an instant without its fraction', '2026-03-01T11:00:00.250Z', '2026-03-01T11:00:00Z', instant, 'same'],
  ['another instant', '2026-03-01T12:00:00Z', '2026-03-01T13:00:00Z', instant, 'different'],
  ['a URL with its slash', 'https://Example.org', 'https://example.org/', url, 'same'],
  ['another URL', 'https://example.org/a', 'https://example.org/b', url, 'different'],
  ['a number by value', 1, 1.0, { type: 'number' }, 'same'],
  ['a rounded number', 1.2345, 1.23, { type: 'number' }, 'open'],
  ['another whole number', 4, 5, { type: 'integer' }, 'different'],
  ['a set in another order', ['a', 'b'], ['b', 'a'], set, 'same'],
  ['a list in another order', ['a', 'b'], ['b', 'a'], { type: 'array' }, 'open'],
  ['a set without one', ['a', 'b'], ['b'], set, 'different'],
  ['an object that knows more', { name: 'x' }, { name: 'x', id: 1 }, label, 'same'],
  ['an object without a secret', { name: 'x', pin: '1' }, { name: 'x' }, label, 'open'],
  ['an object with another name', { name: 'x' }, { name: 'y' }, label, 'different'],
  ['nothing for what may be null', 'x', null, { type: ['string', 'null'] }, 'different'],
  ['null for what may not be null, so that it is hidden', 'x', null, { type: 'string' }, 'open'],
  ['a value for null, which asks for the default', null, 'x', { type: ['string', 'null'] }, 'open'],
  ['nothing at all', 'x', undefined, { type: 'string' }, 'different'],
];

describe('takes for the same meaning', () => {
  test.for(cases)('or not: %s', ([, sent, received, schema, want]) => {
    expect(compareEcho({ sent, received, request: [schema], response: [schema] }, {})).toBe(want);
  });
});
