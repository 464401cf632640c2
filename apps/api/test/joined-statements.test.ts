import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { withNext } from '../src/store/joined-pool.ts';
import { openPostgres } from './databases.ts';

const database = await openPostgres(1);
const db = database.kysely;

afterAll(() => database.close());

describe('what is sent with the next statement', () => {
  test('holds for that statement and those that follow, and ends with the transaction', async () => {
    const setting = sql<{ setting: string }>`select current_setting('checkview.user_id', true) as setting`;
    const inside = await db.transaction().execute(async (transaction) => {
      await sql`${sql.raw(withNext)} select set_config('checkview.user_id', 'somebody', true)`.execute(
        transaction,
      );
      return [await setting.execute(transaction), await setting.execute(transaction)];
    });
    expect(inside.map(({ rows }) => rows[0]?.setting)).toEqual(['somebody', 'somebody']);
    expect((await setting.execute(db)).rows[0]?.setting).toBe('');
  });

  test('lets the next statement do nothing when it fails, and is the error that is told', async () => {
    const failing = db.transaction().execute(async (transaction) => {
      await sql`${sql.raw(withNext)} select 1 / 0`.execute(transaction);
      await sql`insert into settings (name, value) values ('never', '')`.execute(transaction);
    });
    await expect(failing).rejects.toThrow('division by zero');
    const { rows } = await sql`select from settings where name = 'never'`.execute(db);
    expect(rows).toEqual([]);
  });
});

describe('a transaction', () => {
  test('that is undone leaves nothing, and its connection serves the next one', async () => {
    const transaction = await db.startTransaction().execute();
    await sql`insert into settings (name, value) values ('undone', '')`.execute(transaction);
    await transaction.rollback().execute();
    const { rows } = await sql`select from settings where name = 'undone'`.execute(db);
    expect(rows).toEqual([]);
  });

  test('that asks nothing ends as it should', async () => {
    await db.transaction().execute(async () => undefined);
    await (await db.startTransaction().execute()).rollback().execute();
    const { rows } = await sql<{ alone: boolean }>`select now() = statement_timestamp() as alone`.execute(db);
    expect(rows[0]?.alone).toBe(true);
  });
});
