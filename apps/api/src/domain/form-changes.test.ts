import { expect, test } from 'vitest';
import { compareForms, type KnownForm } from './form-changes.ts';

const contact = {
  plugin: 'wpforms',
  externalId: '7',
  name: 'Contact',
  addons: [],
  pages: [{ externalId: '2', url: 'https://shop.acme.example/contact/' }],
} as const;
const known: KnownForm = { ...contact, id: 'a', status: 'present' };

test('a form seen for the first time is added', () => {
  expect(compareForms([], [contact])).toEqual({ added: [contact], updated: [], unchanged: [], missing: [] });
});

test('a form that is as it was is neither added nor updated', () => {
  expect(compareForms([known], [contact])).toEqual({
    added: [],
    updated: [],
    unchanged: [contact],
    missing: [],
  });
});

test('a form with another name, and one that came back, are updated', () => {
  const renamed = { ...contact, name: 'Write to us' };
  expect(compareForms([known], [renamed]).updated).toEqual([renamed]);
  expect(compareForms([{ ...known, status: 'missing' }], [contact]).updated).toEqual([contact]);
});

test('the same id in another plugin is another form', () => {
  const other = { ...contact, plugin: 'ninja-forms' } as const;
  expect(compareForms([known], [other])).toMatchObject({ added: [other], missing: ['a'] });
});
