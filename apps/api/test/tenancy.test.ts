import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import type { Tables } from '../src/store/tables.ts';
import { type Call, callerOf, type Reply } from './caller.ts';
import { createPostgresDatabase, openPostgres } from './databases.ts';
import { loadModel } from './suites/contract.ts';
import { testTenancy } from './suites/tenancy.ts';
import { createWorld, type World } from './world.ts';

const model = await loadModel();
const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });

describe('tenancy on PostgreSQL', () => testTenancy(model, postgres));
describe('tenancy on the embedded database', () => testTenancy(model, embedded));

describe('O-3: 1,000 requests of 20 organizations on two connections', () => {
  test('see their own organization only, with errors and lost connections in between', async () => {
    const url = await createPostgresDatabase();
    const database = await openDatabase({ kind: 'postgres', url, connections: 2 });
    const outside = await openDatabase({ kind: 'postgres', url, connections: 1 });
    try {
      const app = await createApp({ database, requestsPerMinute: 1_000_000 });
      const tenants = await Promise.all(Array.from({ length: 20 }, () => addTenant(app, outside)));
      const statuses: number[] = [];
      const ask = async (tenant: Tenant, index: number): Promise<void> => {
        const reply = await turnOf(requests, index)(tenant, turnOf(tenants, index + 7));
        const shown = JSON.stringify(reply.body);
        for (const { world } of tenants) {
          if (world !== tenant.world) expect(shown).not.toContain(world.organizationId);
        }
        statuses.push(reply.status);
        if (statuses.length % 300 === 0) await endOtherConnections(outside.kysely);
      };
      const askAll = async (tenant: Tenant, first: number): Promise<void> => {
        for (let index = 0; index < 50; index += 1) await ask(tenant, first + index);
      };
      await Promise.all(tenants.map(askAll));
      expect(statuses).toHaveLength(1_000);
      expect(new Set(statuses).difference(new Set([200, 400, 404, 503]))).toEqual(new Set());
      expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(500);
      expect(await settingsOfConnections(database.kysely)).toEqual([none, none]);
    } finally {
      await Promise.all([database.close(), outside.close()]);
    }
  });
});

interface Tenant {
  readonly world: World;
  readonly call: Call;
}

async function addTenant(app: App, { kysely }: Database): Promise<Tenant> {
  const world = await createWorld(kysely);
  const person = await world.join({ role: 'admin' });
  return { world, call: callerOf(app.fetch, await person.issue()) };
}

/** What succeeds, what is refused, and what is undone, each in turn. */
const requests: readonly ((tenant: Tenant, other: Tenant) => Promise<Reply>)[] = [
  ({ call }) => call('GET', '/organizations/me'),
  ({ call }) => call('GET', '/users/me'),
  ({ call }) => call('GET', '/team/invites'),
  ({ call }, other) => call('GET', `/team/members/${other.world.bystander.memberId}`),
  ({ call }) => call('PATCH', '/organizations/me', { body: { name: '' } }),
  ({ call }) => call('PATCH', '/organizations/me', { body: { timezone: 'Mars/Olympus' } }),
  ({ call, world }) => call('PATCH', '/organizations/me', { body: { name: world.organizationId } }),
];

function turnOf<Item>(items: readonly Item[], turn: number): Item {
  const item = items[turn % items.length];
  if (item === undefined) throw new Error('Nothing takes turns here.');
  return item;
}

const none = { organization: '', user: '', role: 'none' };

/** Ends what the server runs for everybody else, as a restart would. */
async function endOtherConnections(db: Kysely<Tables>): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
}

/** What two transactions that entered nothing find, at the same time and so on both connections. */
async function settingsOfConnections(db: Kysely<Tables>) {
  const read = sql<{ organization: string; user: string; role: string; pid: number }>`
    select coalesce(current_setting('checkview.organization_id', true), '') as organization,
      coalesce(current_setting('checkview.user_id', true), '') as user,
      current_setting('role') as role, pg_backend_pid() as pid`;
  const transactions = await Promise.all([db.startTransaction().execute(), db.startTransaction().execute()]);
  const found = await Promise.all(transactions.map((transaction) => read.execute(transaction)));
  for (const transaction of transactions) await transaction.rollback().execute();
  const rows = found.flatMap((one) => one.rows);
  expect(new Set(rows.map(({ pid }) => pid)).size).toBe(2);
  return rows.map(({ pid: _pid, ...settings }) => settings);
}
