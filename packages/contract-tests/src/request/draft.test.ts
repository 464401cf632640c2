import type { SecurityRequirement } from '@plumbline/openapi';
import { expect, test } from 'vitest';
import { loadShelf } from '../../test/load-shelf.ts';
import { credentialsOf } from './draft.ts';

const [operation] = (await loadShelf()).operations;
const identity = { name: 'all', credentials: { basic: 'user:password', token: 'secret', key: 'k' } };

function sent(...alternatives: readonly (readonly string[])[]): readonly string[] {
  if (!operation) throw new Error('the library has operations');
  const security: readonly SecurityRequirement[] = alternatives.map((names) => ({
    schemes: names.map((name) => ({ name, scopes: [] })),
  }));
  return Object.keys(credentialsOf({ ...operation, security }, identity));
}

test('sends the credentials of one alternative', () => {
  expect(sent(['token'], ['basic'])).toEqual(['token']);
  expect(sent(['unknown'], ['basic'])).toEqual(['basic']);
  expect(sent(['token', 'key'])).toEqual(['token', 'key']);
});

test('sends none to a public operation', () => {
  expect(sent()).toEqual([]);
  expect(sent([])).toEqual([]);
});
