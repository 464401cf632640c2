import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { initialSchedule } from '../../src/domain/organization-defaults.ts';
import { createTestIdentities, type TestIdentities } from '../../src/seed/test-identities.ts';
import type { Database } from '../../src/store/database.ts';
import { type Call, callerOf, type Json, newKey, type Reply, slugOf } from '../caller.ts';
import { watchStatements } from './watch-statements.ts';

/** The group Variables, the same on every database. */
export function testVariables(database: Database): void {
  const watched = watchStatements(database);
  let app: App;
  let identities: TestIdentities;
  let admin: Call;

  beforeAll(async () => {
    app = await createApp({
      database: watched,
      requestsPerMinute: 100_000,
      secretsKey: new Uint8Array(32).fill(7),
    });
  });

  beforeEach(async () => {
    identities = await createTestIdentities(database);
    admin = callerOf(app.fetch, identities.admin.token);
  });

  const organizationId = () => identities.admin.organizationId;
  const outcome = (reply: Reply) => [reply.status, slugOf(reply)];
  const create = (body: Json, options: Json = {}) => admin('POST', '/variables', { body, ...options });
  const change = (id: string, body: Json) => admin('PATCH', `/variables/${id}`, { body });

  async function setPlan(plan: string | null): Promise<void> {
    await sql`update organizations set plan = ${plan} where id = ${organizationId()}`.execute(
      database.kysely,
    );
  }

  /** A custom flow with steps that assign these values. */
  async function addFlow(...values: readonly string[]): Promise<string> {
    const db = database.kysely;
    const website = await db
      .insertInto('websites')
      .values({ organization_id: organizationId(), name: 'Shop', url: `https://${randomUUID()}.example/` })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { id } = await db
      .insertInto('test_flows')
      .values({
        organization_id: organizationId(),
        website_id: website.id,
        name: 'Flow',
        schedule: JSON.stringify(initialSchedule),
        setup_status: 'ready',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const steps = values.map((value) => ({ type: 'assign', params: { selector: '#a', value } }));
    const { status } = await admin('PATCH', `/test-flows/${id}/steps`, { body: { steps } });
    expect(status).toBe(200);
    return id;
  }

  async function stored(id: string): Promise<Json> {
    const { rows } = await sql`select * from variables where id = ${id}`.execute(database.kysely);
    return rows[0];
  }

  describe('createVariable', () => {
    test('makes a variable with its defaults', async () => {
      const { status, body, headers } = await create({ key: 'LOGIN', value: '' });
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/api/v1/variables/${body.id}`);
      expect(body).toEqual({
        id: expect.any(String),
        key: 'LOGIN',
        value: '',
        secret: false,
        context: 'any',
        description: null,
        overridesDefault: false,
        usedByTestFlows: 0,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      });
      expect((await admin('GET', `/variables/${body.id}`)).body).toEqual(body);
    });

    test('overrides a built-in default', async () => {
      await addFlow('{{CITY}}');
      const { body } = await create({ key: 'CITY', value: 'Berlin', context: 'form', description: 'ours' });
      expect(body).toMatchObject({
        overridesDefault: true,
        usedByTestFlows: 1,
        context: 'form',
        description: 'ours',
      });
    });

    test('seals a secret value at rest and never shows it', async () => {
      const secret = `s3cret-${randomUUID()}`;
      const key = newKey();
      const request = { key: 'PASSWORD', value: secret, secret: true };
      const first = await create(request, { key });
      const again = await create(request, { key });
      expect(first.body).toMatchObject({ secret: true, value: null });
      expect(again.body).toEqual(first.body);
      const replies = [
        first,
        again,
        await admin('GET', `/variables/${first.body.id}`),
        await admin('GET', '/variables'),
      ];
      expect(JSON.stringify(replies.map(({ body }) => body))).not.toContain(secret);
      const { value, sealed_value: sealed } = await stored(first.body.id);
      expect(value).toBeNull();
      expect(Buffer.from(sealed).includes(secret)).toBe(false);
      const { rows } = await sql`select variables::text, 1 from variables`.execute(database.kysely);
      expect(JSON.stringify(rows)).not.toContain(secret);
    });

    test.each([
      ['a reserved key', { key: 'TEST_MINE', value: 'x' }, '/key'],
      ['the key of a dynamic variable', { key: 'TEST_ID', value: 'x' }, '/key'],
      ['a key in lower case', { key: 'login', value: 'x' }, '/key'],
      ['a key of 65 characters', { key: 'A'.repeat(65), value: 'x' }, '/key'],
      ['no value', { key: 'LOGIN' }, '/value'],
      ['a value of 2,001 characters', { key: 'LOGIN', value: 'x'.repeat(2_001) }, '/value'],
      ['an unknown context', { key: 'LOGIN', value: 'x', context: 'all' }, '/context'],
      ['an empty description', { key: 'LOGIN', value: 'x', description: '' }, '/description'],
      ['overridesDefault', { key: 'LOGIN', value: 'x', overridesDefault: true }, '/overridesDefault'],
    ])('O-5: refuses %s with 400', async (_name, body, pointer) => {
      const reply = await create(body);
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe(pointer);
      expect((await admin('GET', '/variables')).body).toEqual([]);
    });

    test('refuses a key that is taken, and takes it in another organization', async () => {
      const body = { key: 'LOGIN', value: 'x' };
      expect((await create(body)).status).toBe(201);
      expect(outcome(await create(body))).toEqual([409, 'variable-key-taken']);
      const other = callerOf(app.fetch, identities.other.token);
      expect((await other('POST', '/variables', { body })).status).toBe(201);
    });

    test('O-15: of ten with the same key at once makes one', async () => {
      const replies = await Promise.all(
        Array.from({ length: 10 }, () => create({ key: 'LOGIN', value: 'x' })),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(replies.filter(({ status }) => status === 409)).toHaveLength(9);
    });
  });

  describe('listVariables', () => {
    const keys = async (query = '') => {
      const { status, body } = await admin('GET', `/variables${query}`);
      expect(status).toBe(200);
      return body.map(({ key }: Json) => key);
    };

    beforeEach(async () => {
      await create({ key: 'LOGIN_B', value: 'x', context: 'form', description: 'Für den Shop' });
      await create({ key: 'LOGIN', value: 'x', description: '100%_sure' });
      await create({ key: 'LOGINA', value: 'x', context: 'woocommerce-billing' });
      await create({ key: 'A1', value: 'x' });
    });

    test('shows the variables by key, and none of another organization', async () => {
      const other = callerOf(app.fetch, identities.other.token);
      await other('POST', '/variables', { body: { key: 'THEIRS', value: 'x' } });
      expect(await keys()).toEqual(['A1', 'LOGIN', 'LOGINA', 'LOGIN_B']);
      expect((await admin('GET', '/variables?limit=1')).headers.get('x-total-count')).toBe('4');
    });

    test.each([
      ['?search=login', ['LOGIN', 'LOGINA', 'LOGIN_B']],
      ['?search=FÜR%20DEN', ['LOGIN_B']],
      ['?search=0%25_s', ['LOGIN']],
      ['?search=%25', ['LOGIN']],
      ['?context=form', ['LOGIN_B']],
      ['?context=any&search=login', ['LOGIN']],
      ['?context=woocommerce-shipping', []],
    ])('finds by %s: %j', async (query, found) => {
      expect(await keys(query)).toEqual(found);
    });

    test('P-1, P-3: walks on while others come and go', async () => {
      const first = await admin('GET', '/variables?limit=2');
      await create({ key: 'B', value: 'x' });
      await create({ key: 'LOGIN0', value: 'x' });
      await admin('DELETE', `/variables/${first.body[1].id}`);
      const cursor = first.headers.get('x-next-cursor');
      expect(await keys(`?limit=10&cursor=${cursor}`)).toEqual(['LOGIN0', 'LOGINA', 'LOGIN_B']);
      expect(outcome(await admin('GET', `/variables?search=x&cursor=${cursor}`))).toEqual([
        400,
        'invalid-cursor',
      ]);
    });

    test('counts the flows that use each, once a flow', async () => {
      await addFlow('{{LOGIN}}', '{{LOGIN}} {{A1}}');
      await addFlow('{{LOGIN}}');
      const { body } = await admin('GET', '/variables');
      expect(body.map(({ usedByTestFlows }: Json) => usedByTestFlows)).toEqual([1, 2, 0, 0]);
    });
  });

  describe('getVariable', () => {
    test('is 404 for one of another organization, an unknown one, and an id that is none', async () => {
      const other = callerOf(app.fetch, identities.other.token);
      const { body } = await other('POST', '/variables', { body: { key: 'THEIRS', value: 'x' } });
      for (const id of [body.id, randomUUID(), 'abc-123']) {
        expect(outcome(await admin('GET', `/variables/${id}`))).toEqual([404, 'not-found']);
      }
    });
  });

  describe('updateVariable', () => {
    test('changes what is given and leaves the rest', async () => {
      const before = (await create({ key: 'LOGIN', value: 'x', description: 'old' })).body;
      const { status, body } = await change(before.id, { value: 'y', context: 'form' });
      expect(status).toBe(200);
      expect(body).toEqual({ ...before, value: 'y', context: 'form', updatedAt: body.updatedAt });
      expect(body.updatedAt > before.updatedAt).toBe(true);
      expect((await change(before.id, { description: null })).body).toMatchObject({
        value: 'y',
        description: null,
      });
    });

    test('makes a variable secret for good, with its value or a new one', async () => {
      const { id } = (await create({ key: 'LOGIN', value: 'plain-text' })).body;
      expect((await change(id, { secret: true })).body).toMatchObject({ secret: true, value: null });
      const sealed = (await stored(id)).sealed_value;
      expect(await stored(id)).toMatchObject({ value: null });
      const refused = await change(id, { secret: false, value: 'y' });
      expect(outcome(refused)).toEqual([400, 'validation-failed']);
      expect(refused.body.errors[0].pointer).toBe('/secret');
      expect((await stored(id)).sealed_value).toEqual(sealed);
      expect((await change(id, { secret: true, value: 'new' })).body).toMatchObject({ value: null });
      expect((await stored(id)).sealed_value).not.toEqual(sealed);
      expect((await change(id, { context: 'form' })).body).toMatchObject({ secret: true, context: 'form' });
    });

    test.each([
      [{}, ''],
      [{ key: 'OTHER' }, '/key'],
      [{ value: null }, '/value'],
      [{ secret: null }, '/secret'],
      [{ organizationId: randomUUID() }, '/organizationId'],
    ])('O-5: refuses %j with 400', async (body, pointer) => {
      const { id } = (await create({ key: 'LOGIN', value: 'x' })).body;
      const reply = await change(id, body);
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe(pointer);
    });
  });

  test('a description is kept without the blanks around it, a value with them', async () => {
    const { body } = await create({ key: 'LOGIN', value: ' a ', description: ' Who ' });
    expect(body).toMatchObject({ value: ' a ', description: 'Who' });
    expect((await change(body.id, { description: ' Who it is ' })).body.description).toBe('Who it is');
    expect(outcome(await change(body.id, { description: ' ' }))).toEqual([400, 'validation-failed']);
    expect((await change(body.id, { description: null })).body.description).toBe(null);
  });

  describe('deleteVariable', () => {
    const remove = (id: string) => admin('DELETE', `/variables/${id}`);

    test('deletes one that no step uses', async () => {
      const { id } = (await create({ key: 'LOGIN', value: 'x' })).body;
      expect((await remove(id)).status).toBe(204);
      expect(outcome(await remove(id))).toEqual([404, 'not-found']);
    });

    test('deletes an override that steps use, since there is a default', async () => {
      await addFlow('{{CITY}}');
      const { id } = (await create({ key: 'CITY', value: 'Berlin' })).body;
      expect((await remove(id)).status).toBe(204);
    });

    test('refuses one that a step uses, until none does', async () => {
      const { id } = (await create({ key: 'LOGIN', value: 'x' })).body;
      const flow = await addFlow('{{LOGIN}}');
      const refused = await remove(id);
      expect(outcome(refused)).toEqual([409, 'variable-in-use']);
      expect(refused.body.detail).toContain('1 test flow');
      await admin('PATCH', `/test-flows/${flow}/steps`, { body: { steps: [] } });
      expect((await remove(id)).status).toBe(204);
    });

    test('leaves no step without its variable when both come at once', async () => {
      const flow = await addFlow();
      for (let turn = 0; turn < 5; turn += 1) {
        const { id } = (await create({ key: 'LOGIN', value: 'x' })).body;
        const step = { type: 'assign', params: { selector: '#a', value: '{{LOGIN}}' } };
        const [removed, added] = await Promise.all([
          remove(id),
          admin('POST', `/test-flows/${flow}/steps`, { body: step }),
        ]);
        expect([`204 400`, `409 201`]).toContain(`${removed.status} ${added.status}`);
        await admin('PATCH', `/test-flows/${flow}/steps`, { body: { steps: [] } });
        await remove(id);
      }
    });
  });

  describe('every change of variables', () => {
    test('needs the Advanced plan; every plan may read', async () => {
      const { id } = (await create({ key: 'LOGIN', value: 'x' })).body;
      for (const plan of ['plus', 'essential', null]) {
        await setPlan(plan);
        for (const reply of [
          await create({ key: 'OTHER', value: 'x' }),
          await change(id, { value: 'y' }),
          await admin('DELETE', `/variables/${id}`),
        ]) {
          expect(outcome(reply)).toEqual([403, 'plan-upgrade-required']);
        }
        expect((await admin('GET', '/variables')).body).toHaveLength(1);
        expect((await admin('GET', `/variables/${id}`)).body.value).toBe('x');
      }
    });

    test('O-7: needs the admin role; a collaborator may read', async () => {
      const { id } = (await create({ key: 'LOGIN', value: 'x' })).body;
      const call = callerOf(app.fetch, identities.collaborator.token);
      for (const reply of [
        await call('POST', '/variables', { body: { key: 'OTHER', value: 'x' } }),
        await call('PATCH', `/variables/${id}`, { body: { value: 'y' } }),
        await call('DELETE', `/variables/${id}`),
      ]) {
        expect(outcome(reply)).toEqual([403, 'insufficient-role']);
      }
      expect((await call('GET', `/variables/${id}`)).status).toBe(200);
    });

    test('O-1: is 404 for a variable of another organization, which stays as it is', async () => {
      const before = (await create({ key: 'LOGIN', value: 'x' })).body;
      const other = callerOf(app.fetch, identities.other.token);
      expect(outcome(await other('PATCH', `/variables/${before.id}`, { body: { value: 'y' } }))).toEqual([
        404,
        'not-found',
      ]);
      expect(outcome(await other('DELETE', `/variables/${before.id}`))).toEqual([404, 'not-found']);
      expect((await admin('GET', `/variables/${before.id}`)).body).toEqual(before);
    });
  });

  describe('listBuiltInVariables', () => {
    const list = async (query = '') => (await admin('GET', `/variables/defaults${query}`)).body;

    test('shows all 17, and which of them the organization overrides', async () => {
      await create({ key: 'CITY', value: 'Berlin' });
      const all = await list();
      expect(all).toHaveLength(17);
      expect(all.filter(({ overridden }: Json) => overridden)).toEqual([
        { key: 'CITY', kind: 'default', context: 'any', label: 'City', value: 'Arden', overridden: true },
      ]);
      expect(all[0]).toMatchObject({ key: 'TEST_EMAIL_ADDRESS', kind: 'dynamic', value: null });
    });

    test('filters by kind and context', async () => {
      const keys = async (query: string) => (await list(query)).map(({ key }: Json) => key);
      expect(await keys('?kind=dynamic')).toEqual(['TEST_EMAIL_ADDRESS', 'TEST_FLOW_PAGE_URL', 'TEST_ID']);
      expect(await keys('?context=woocommerce-billing')).toEqual(['COMPANY', 'ORDER_NOTES']);
      expect(await keys('?kind=default&context=form')).toEqual(['WEBSITE_URL', 'SHORT_PARAGRAPH']);
      expect(await keys('?context=woocommerce-shipping')).toEqual([]);
      expect(outcome(await admin('GET', '/variables/defaults?kind=magic'))).toEqual([
        400,
        'validation-failed',
      ]);
    });
  });
}
