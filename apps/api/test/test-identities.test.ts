import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createTestIdentities } from '../src/seed/test-identities.ts';
import { setUpContractTests } from './contract-setup.ts';
import { openPostgres } from './databases.ts';

const database = await openPostgres();

afterAll(() => database.close());

test('what tests made is removed again, and nothing else', async () => {
  const stays = await createTestIdentities(database);
  const before = await countRows();
  const goes = await createTestIdentities(database);
  await setUpContractTests(goes, 'http://127.0.0.1:1/');
  expect(await countRows()).not.toEqual(before);
  await goes.remove();
  expect(await countRows()).toEqual(before);
  await stays.remove();
  expect(await countRows()).toEqual({ organizations: 0, users: 0, members: 0, tokens: 0, invites: 0 });
});

async function countRows() {
  const { rows } = await sql`
    select (select count(*)::int from organizations) as organizations,
      (select count(*)::int from users) as users,
      (select count(*)::int from members) as members,
      (select count(*)::int from tokens) as tokens,
      (select count(*)::int from invites) as invites`.execute(database.kysely);
  return rows[0];
}
