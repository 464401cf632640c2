import { randomUUID } from 'node:crypto';
import type { ApiModel, Operation, Parameter } from '@plumbline/openapi';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { operations } from '../../src/operations/index.ts';
import type { Database } from '../../src/store/database.ts';
import { inOrganization } from '../../src/store/enter-organization.ts';
import type { Tables } from '../../src/store/tables.ts';
import { callerOf } from '../caller.ts';
import { exampleBodies, fillBody, fillPath, referencesTo } from '../matrix/requests.ts';
import { problemOf, send } from '../matrix/send.ts';
import { ownedTables, snapshot } from '../snapshot.ts';
import { createWorld, type Person, type World } from '../world.ts';
import { findBareStatements } from './bare-statements.ts';
import { noteStatements } from './watch-statements.ts';
import { withoutPredicates } from './without-predicates.ts';

/** That an organization is alone, by the queries and by row-level security behind them. */
export function testTenancy(model: ApiModel, database: Database): void {
  const db = database.kysely;
  const written = model.operations.filter(({ id }) => Object.hasOwn(operations, id));
  let app: App;
  let own: World;
  let foreign: World;
  let person: Person;
  let token: string;

  beforeAll(async () => {
    app = await createApp({ database, requestsPerMinute: 1_000_000 });
    [own, foreign] = [await createWorld(db), await createWorld(db)];
    person = await own.join({ role: 'admin' });
    token = await person.issue();
  });

  afterAll(() => database.close());

  /** Both organizations must stay as they are. */
  async function changesNothing(work: () => Promise<void>): Promise<void> {
    const take = async () => [
      await snapshot(db, own.organizationId),
      await snapshot(db, foreign.organizationId),
    ];
    const before = await take();
    await work();
    expect(await take()).toEqual(before);
  }

  describe('O-1: ids of another organization', () => {
    const withIds = written.filter(({ path }) => path.includes('{') && !path.endsWith('/accept'));

    test.each(withIds.map((operation) => [operation.id, operation] as const))(
      'in the path of %s are 404, told as for an id that nobody has',
      async (_id, operation) => {
        const [body] = exampleBodies(operation).map((example) => fillBody(operation, example, own));
        const ask = async (path: string) => send(app.fetch, { method: operation.method, path, body }, token);
        const theirs = await fillPath(operation.path, { db, world: foreign, person: foreign.bystander });
        const nobodys = operation.path.replaceAll(/\{[^}]+\}/g, () => randomUUID());
        await changesNothing(async () => {
          const [first, second] = [await ask(theirs), await ask(nobodys)];
          expect(first.status).toBe(404);
          expect(await comparable(first)).toEqual(await comparable(second));
        });
      },
    );

    const nested = withIds.filter(({ path }) => path.split('{').length > 2);

    test.each(nested.map((operation) => [operation.id, operation] as const))(
      'in the path of %s are 404 below what is the own, and the other way round',
      async (_id, operation) => {
        const [body] = exampleBodies(operation).map((example) => fillBody(operation, example, own));
        const mixed = [
          { ...own, stepIds: foreign.stepIds },
          { ...foreign, stepIds: own.stepIds },
        ];
        await changesNothing(async () => {
          for (const world of mixed) {
            const path = await fillPath(operation.path, { db, world, person });
            const answer = await send(app.fetch, { method: operation.method, path, body }, token);
            expect(await problemOf(answer)).toBe('404 not-found');
          }
        });
      },
    );

    const filters = written.flatMap((operation) =>
      operation.parameters.filter(isReference).map(({ name }) => ({ operation, name })),
    );

    test.each(filters.map((one) => [one.name, one.operation.id, one] as const))(
      'in the filter %s of %s find nothing',
      async (_name, _id, { operation, name }) => {
        const path = await fillPath(operation.path, { db, world: own, person });
        const find = async (world: World) =>
          send(
            app.fetch,
            { method: 'GET', path: `${path}?${name}=${world.websiteId}`, body: undefined },
            token,
          );
        const [mine, theirs] = [await find(own), await find(foreign)];
        expect([mine.status, theirs.status]).toEqual([200, 200]);
        expect(await mine.json()).not.toEqual([]);
        expect(await theirs.json()).toEqual([]);
        expect(theirs.headers.get('x-total-count')).toBe('0');
      },
    );

    test.each(written.flatMap(referencesIn).map((one) => [one.name, one.operation.id, one] as const))(
      'in the member %s of the body of %s are refused',
      async (name, _id, { operation, example }) => {
        const body = { ...fillBody(operation, example, own), [name]: referencesTo(foreign)[name] };
        const path = await fillPath(operation.path, { db, world: own, person });
        await changesNothing(async () => {
          const answer = await send(app.fetch, { method: operation.method, path, body }, token);
          expect([400, 404]).toContain(answer.status);
          expect(await answer.text()).not.toContain(foreign.organizationId);
        });
      },
    );
  });

  describe('O-2: row-level security alone', () => {
    const asOwn = <Result>(work: (transaction: Kysely<Tables>) => Promise<Result>) =>
      inOrganization(db, { organizationId: own.organizationId, userId: person.userId }, work);

    test('shows and changes no row of another organization, in any table', async () => {
      for (const table of await ownedTables(db)) {
        const name = sql.ref(table);
        const theirs = sql`organization_id = ${foreign.organizationId}`;
        const there = await sql`select 1 from ${name} where ${theirs}`.execute(db);
        expect([table, there.rows.length > 0]).toEqual([table, true]);
        await changesNothing(() =>
          asOwn(async (transaction) => {
            const seen = await sql`select distinct organization_id as id from ${name}`.execute(transaction);
            expect([table, seen.rows]).toEqual([table, [{ id: own.organizationId }]]);
            const update = sql`update ${name} set organization_id = organization_id where ${theirs}`;
            const remove = sql`delete from ${name} where ${theirs}`;
            expect((await update.execute(transaction)).numAffectedRows).toBe(0n);
            expect((await remove.execute(transaction)).numAffectedRows).toBe(0n);
          }),
        );
      }
    });

    test('gives no row to another organization, in any table', async () => {
      for (const table of await ownedTables(db)) {
        const give = asOwn(async (transaction) => {
          await sql`update ${sql.ref(table)} set organization_id = ${foreign.organizationId}`.execute(
            transaction,
          );
        });
        await expect(give, table).rejects.toThrow(/row-level security/);
      }
    });

    test('shows nothing before an organization was entered, in any table', async () => {
      for (const table of await ownedTables(db)) {
        const seen = await db.transaction().execute(async (transaction) => {
          await sql`set local role checkview_app`.execute(transaction);
          return sql`select 1 from ${sql.ref(table)}`.execute(transaction);
        });
        expect([table, seen.rows]).toEqual([table, []]);
      }
    });

    test('is all that is left of a query without its predicate', () => {
      const query = withoutPredicates(db)
        .selectFrom('tokens')
        .where('organization_id', '=', own.organizationId);
      expect(query.select('id').compile().sql).toBe('select "id" from "tokens" where true = true');
    });

    test('is all that is left of an answer whose statements ask for no organization', async () => {
      const seen = new Set<string>();
      const kysely = noteStatements(withoutPredicates(db), seen);
      const bare = await createApp({ database: { ...database, kysely }, requestsPerMinute: 1_000_000 });
      const path = `/api/v1/websites/${own.websiteId}`;
      expect((await send(bare.fetch, { method: 'GET', path, body: undefined }, token)).status).toBe(200);
      const found = findBareStatements(seen, await ownedTables(db));
      expect(found).toContainEqual(expect.stringMatching(/ from websites where true = true and /));
    });

    test.each(written.filter(isRead).map((operation) => [operation.id, operation] as const))(
      'gives the answer of %s when its queries name no organization',
      async (_id, operation) => {
        const bare = await createApp({
          database: { ...database, kysely: withoutPredicates(db) },
          requestsPerMinute: 1_000_000,
        });
        const path = await fillPath(operation.path, { db, world: own, person });
        const [right, found] = await Promise.all(
          [app, bare].map(async ({ fetch }) => {
            const answer = await send(fetch, { method: 'GET', path, body: undefined }, token);
            return { status: answer.status, text: withoutTimes(await answer.text()) };
          }),
        );
        expect(found).toEqual(right);
        expect(found?.text).not.toContain(foreign.organizationId);
      },
    );
  });

  describe('O-5: what nobody may set', () => {
    const names = ['id', 'organizationId', 'ownerId', 'createdAt', 'updatedAt', 'isAdmin'];
    const withBodies = written.filter((operation) => exampleBodies(operation).length > 0);

    test.each(withBodies.map((operation) => [operation.id, operation] as const))(
      'is refused in the body of %s',
      async (_id, operation) => {
        const path = await fillPath(operation.path, { db, world: own, person });
        const [example = {}] = exampleBodies(operation);
        await changesNothing(async () => {
          for (const name of names) {
            const filled = Object.entries(fillBody(operation, example, own));
            const body = Object.fromEntries([...filled, [name, foreign.organizationId]]);
            const answer = await send(app.fetch, { method: operation.method, path, body }, token);
            expect([name, await problemOf(answer)]).toEqual([name, '400 validation-failed']);
          }
        });
      },
    );
  });

  describe('O-7: another method', () => {
    test('is not taken from a header', async () => {
      const call = callerOf(app.fetch, token);
      const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
      await changesNothing(async () => {
        const reply = await call('GET', `/team/members/${own.bystander.memberId}`, { headers });
        expect([reply.status, reply.body.id]).toEqual([200, own.bystander.memberId]);
      });
    });

    test.each([...Map.groupBy(written, ({ path }) => path)])('is 405 on %s', async (template, known) => {
      const path = await fillPath(template, { db, world: own, person });
      const described = model.operations.filter((one) => one.path === template).map(({ method }) => method);
      expect(described).toEqual(expect.arrayContaining(known.map(({ method }) => method)));
      await changesNothing(async () => {
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
          if (described.includes(method)) continue;
          const answer = await send(app.fetch, { method, path, body: undefined }, token);
          expect([method, await problemOf(answer)]).toEqual([method, '405 method-not-allowed']);
        }
      });
    });
  });
}

function isRead({ method, path }: Operation): boolean {
  return method === 'GET' && !path.startsWith('/health');
}

/** Whether a filter takes the id of something. */
function isReference({ name, in: place }: Parameter): boolean {
  return place === 'query' && name.endsWith('Id');
}

/** Each member of a body that names a thing of the organization, with the example that has it. */
function referencesIn(operation: Operation) {
  return ['websiteId', 'websiteIds', 'formId', 'stepIds', 'steps'].flatMap((name) => {
    const example = exampleBodies(operation).find((body) => Object.hasOwn(body, name));
    return example === undefined ? [] : [{ operation, name, example }];
  });
}

/** A problem without what names this very request. */
async function comparable(answer: Response): Promise<unknown> {
  // Safe: two members are taken away, whatever else is there.
  const { instance: _path, requestId: _id, ...problem } = (await answer.json()) as Record<string, unknown>;
  return problem;
}

/** Times of the very moment, and ids of requests, are not the same twice. */
function withoutTimes(text: string): string {
  return text.replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"time"').replace(/"requestId":"[^"]*"/, '"requestId"');
}
