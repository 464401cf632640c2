import { CompiledQuery, sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestIdentities } from '../src/seed/test-identities.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { readsOf } from '../src/store/organization-reads.ts';
import { openPostgres } from './databases.ts';

const postgres = await openPostgres(1);
const embedded = await openDatabase({ kind: 'memory' });

afterAll(() => Promise.all([postgres.close(), embedded.close()]));

/** Often enough that it is prepared, and that PostgreSQL has a plan for any parameters. */
const often = Array.from({ length: 15 }, (_, turn) => turn);

describe.each([
  ['PostgreSQL', postgres],
  ['the embedded database', embedded],
])('what is read in the name of an organization, on %s', (_name, database) => {
  test('is of that organization only, however often and by whomever else the same was asked', async () => {
    const { admin, other } = await createTestIdentities(database);
    const organizations = [admin.organizationId, other.organizationId];
    const asked = () =>
      sql<{ id: string }>`select id from organizations where id = any(${organizations}::uuid[]) order by id`;
    for (const turn of often) {
      const { rows: all } = await asked().execute(database.kysely);
      expect(all.map(({ id }) => id)).toEqual(organizations.toSorted());
      const identity = turn % 2 === 0 ? admin : other;
      const { rows } = await asked().execute(readsOf(database, { ...identity, userId: null }));
      expect(rows).toEqual([{ id: identity.organizationId }]);
    }
  });

  test('leaves the connection as it was', async () => {
    const { admin } = await createTestIdentities(database);
    const state = sql<{ role: string; organization: string; readOnly: string }>`
      select current_user::text as role, current_setting('transaction_read_only') as "readOnly",
        coalesce(current_setting('checkview.organization_id', true), '') as organization`;
    const inside = await state.execute(readsOf(database, admin));
    expect(inside.rows).toEqual([
      { role: 'checkview_app', readOnly: 'on', organization: admin.organizationId },
    ]);
    const [outside] = (await state.execute(database.kysely)).rows;
    expect(outside).toMatchObject({ readOnly: 'off', organization: '' });
    expect(outside?.role).not.toBe('checkview_app');
  });

  test('cannot write, and what follows is read all the same', async () => {
    const { admin } = await createTestIdentities(database);
    const reads = readsOf(database, admin);
    const write = reads.updateTable('organizations').set({ name: 'never' });
    await expect(write.execute()).rejects.toThrow('read-only transaction');
    const read = reads.selectFrom('organizations').select('name').where('id', '=', admin.organizationId);
    expect((await read.executeTakeFirstOrThrow()).name).not.toBe('never');
  });

  test('is answered in order when it is asked together, without parameters too', async () => {
    const { admin } = await createTestIdentities(database);
    const reads = readsOf(database, admin);
    const values = await Promise.all(
      ['1', '2', '3'].map((value) =>
        reads.executeQuery<{ value: number }>(CompiledQuery.raw(`select ${value} as value`)),
      ),
    );
    expect(values.map(({ rows }) => rows)).toEqual([[{ value: 1 }], [{ value: 2 }], [{ value: 3 }]]);
  });
});

test('a read is answered again after its table was changed under a prepared statement', async () => {
  const { admin } = await createTestIdentities(postgres);
  await sql`create table changing (value integer)`.execute(postgres.kysely);
  await sql`grant select on changing to checkview_app`.execute(postgres.kysely);
  await sql`insert into changing values (1)`.execute(postgres.kysely);
  const ask = async () =>
    (await sql`select value from changing where ${'x'} <> ''`.execute(readsOf(postgres, admin))).rows;
  for (const _turn of often) expect(await ask()).toEqual([{ value: 1 }]);
  await sql`alter table changing alter column value type text`.execute(postgres.kysely);
  await expect(ask()).rejects.toThrow('cached plan must not change result type');
  expect(await ask()).toEqual([{ value: '1' }]);
  await sql`drop table changing`.execute(postgres.kysely);
});

describe('the connection that all share', () => {
  const pid = async ({ shared }: Pick<Database, 'shared'>) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(shared);
    return rows[0]?.pid;
  };

  test('is one, and replaced when it breaks', async () => {
    const [first, second] = await Promise.all([pid(postgres), pid(postgres)]);
    expect(second).toBe(first);
    await expect(
      sql`select pg_terminate_backend(pg_backend_pid())`.execute(postgres.shared),
    ).rejects.toThrow();
    expect(await pid(postgres)).not.toBe(first);
  });

  test('keeps the error of a statement to that statement', async () => {
    const [before, failed, after] = await Promise.allSettled([
      sql`select 1 as value`.execute(postgres.shared),
      sql`select 1 / 0 as value`.execute(postgres.shared),
      sql`select 2 as value`.execute(postgres.shared),
    ]);
    expect([before.status, failed.status, after.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('has no transactions, in which others would take part', async () => {
    const transaction = postgres.shared.transaction().execute(async () => undefined);
    await expect(transaction).rejects.toThrow('no transactions');
  });
});
