import { contract } from '@checkview/contract/server';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { expect, test } from 'vitest';
import { createAdmission } from './admission.ts';
import type { Tables } from './store/tables.ts';

const kysely = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const database = { kysely, shared: kysely };
const [operation] = contract.operations.filter(({ behaviours }) => behaviours.rateLimit !== undefined);

test('takes operations that count the requests of an organization in one window, and public ones', () => {
  expect(() => createAdmission(database, contract.operations)).not.toThrow();
});

test.each([
  ['counts nothing', []],
  ['counts by address', [{ name: 'all', quota: 1, windowMs: 60_000, partition: 'address' as const }]],
  [
    'counts in two windows',
    [
      { name: 'paid', quota: 1, windowMs: 60_000, partition: 'tenant' as const },
      { name: 'none', quota: 1, windowMs: 1_000, partition: 'tenant' as const },
    ],
  ],
])('refuses an operation that takes a token and %s', (_how, policies) => {
  if (operation?.behaviours.rateLimit === undefined) throw new Error('No operation counts.');
  const behaviours = {
    ...operation.behaviours,
    rateLimit: { ...operation.behaviours.rateLimit, policies },
  };
  expect(() => createAdmission(database, [{ ...operation, behaviours }])).toThrow(
    `"${operation.id}" does not count`,
  );
});
