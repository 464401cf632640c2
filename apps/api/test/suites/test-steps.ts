import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { initialSchedule } from '../../src/domain/organization-defaults.ts';
import type { FlowType } from '../../src/domain/step-catalogue/step-family.ts';
import { createTestIdentities, type TestIdentities } from '../../src/seed/test-identities.ts';
import type { Database } from '../../src/store/database.ts';
import { type Call, callerOf, type Json, newKey, type Reply, slugOf } from '../caller.ts';
import { watchStatements } from './watch-statements.ts';

/** The group Test Steps, the same on every database. */
export function testTestSteps(database: Database): void {
  const watched = watchStatements(database);
  let app: App;
  let identities: TestIdentities;
  let call: Call;
  let flow: string;

  beforeAll(async () => {
    app = await createApp({ database: watched, requestsPerMinute: 100_000 });
  });

  beforeEach(async () => {
    identities = await createTestIdentities(database);
    call = callerOf(app.fetch, identities.collaborator.token);
    flow = await addFlow();
  });

  async function addFlow(
    type: FlowType = 'custom',
    owner = identities.admin.organizationId,
  ): Promise<string> {
    const website = await database.kysely
      .insertInto('websites')
      .values({ organization_id: owner, name: 'Shop', url: `https://${randomUUID()}.example/` })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { id } = await database.kysely
      .insertInto('test_flows')
      .values({
        organization_id: owner,
        website_id: website.id,
        name: 'Flow',
        type,
        schedule: JSON.stringify(initialSchedule),
        setup_status: 'ready',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  const path = () => `/test-flows/${flow}/steps`;
  const click = (selector: string) => ({ type: 'click', params: { selector } });
  const assign = (value: string) => ({ type: 'assign', params: { selector: '#a', value } });
  const outcome = (reply: Reply) => [reply.status, slugOf(reply)];
  const pointers = (reply: Reply) => reply.body.errors.map(({ pointer }: Json) => pointer);
  const add = (body: Json, id = flow) => call('POST', `/test-flows/${id}/steps`, { body });

  /** Fills the flow with clicks on these. */
  async function fill(...selectors: readonly string[]): Promise<readonly Json[]> {
    const { status, body } = await call('PATCH', path(), { body: { steps: selectors.map(click) } });
    expect(status).toBe(200);
    return body;
  }

  async function steps(): Promise<readonly Json[]> {
    return (await call('GET', `${path()}?limit=100`)).body;
  }

  /** The selectors in their order, once it is sure that positions have no gap. */
  async function selectors(): Promise<readonly string[]> {
    const all = await steps();
    expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index));
    return all.map(({ params }) => params.selector);
  }

  async function revision(): Promise<number> {
    const { rows } = await sql<{ steps_revision: number }>`
      select steps_revision from test_flows where id = ${flow}`.execute(database.kysely);
    return rows[0]?.steps_revision ?? 0;
  }

  async function setUp(status: string): Promise<void> {
    await sql`update test_flows set setup_status = ${status} where id = ${flow}`.execute(database.kysely);
  }

  describe('createTestStep', () => {
    test('adds a step with its defaults at the end', async () => {
      await fill('#one');
      const { status, body, headers } = await add(assign('{{FIRST_NAME}}'));
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/api/v1/test-flows/${flow}/steps/${body.id}`);
      expect(body).toEqual({
        id: expect.any(String),
        testFlowId: flow,
        position: 1,
        ...assign('{{FIRST_NAME}}'),
        name: null,
        fallbackSelectors: [],
        timeoutMs: null,
        optional: false,
        enabled: true,
        generated: false,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      });
      expect((await call('GET', `${path()}/${body.id}`)).body).toEqual(body);
    });

    test('takes everything a step can have', async () => {
      const given = {
        ...assign('x'),
        name: 'Work e-mail',
        fallbackSelectors: ['#b', 'text=Mail'],
        timeoutMs: 0,
        optional: true,
        enabled: false,
      };
      expect((await add(given)).body).toMatchObject(given);
    });

    test('adds at a position, and past the end at the end; the others move back', async () => {
      await fill('#one', '#two');
      expect((await add({ ...click('#first'), position: 0 })).body.position).toBe(0);
      expect((await add({ ...click('#mid'), position: 2 })).body.position).toBe(2);
      expect((await add({ ...click('#end'), position: 199 })).body.position).toBe(4);
      expect(await selectors()).toEqual(['#first', '#one', '#mid', '#two', '#end']);
    });

    test('keeps the order over hundreds of steps put at the same place', async () => {
      await fill('#first', '#last');
      for (let turn = 0; turn < 120; turn += 1) {
        await add({ ...click(`#${turn}`), position: 1 });
        const [, , second] = await steps();
        if (turn > 0) await call('DELETE', `${path()}/${second.id}`);
      }
      expect(await selectors()).toEqual(['#first', '#119', '#last']);
    });

    test('lets the revision grow by one', async () => {
      await add(click('#one'));
      expect(await revision()).toBe(2);
    });

    test('O-6: refuses step 201 with 400 and changes nothing', async () => {
      await fill(...Array.from({ length: 200 }, (_, index) => `#s${index}`));
      const reply = await add(click('#more'));
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].code).toBe('too-many-steps');
      const copy = await call('POST', `${path()}/${(await steps())[0].id}/duplicate`);
      expect(outcome(copy)).toEqual([400, 'validation-failed']);
      expect(await revision()).toBe(2);
      expect((await call('GET', path())).headers.get('x-total-count')).toBe('200');
    });

    test.each([
      ['params of another type', { type: 'go-to-url', params: { selector: '#a' } }],
      ['an unknown parameter', { type: 'click', params: { selector: '#a', speed: 1 } }],
      ['no params', { type: 'go-back' }],
      ['an unknown type', { type: 'fly', params: {} }],
      ['two ways to select', { type: 'select', params: { selector: '#a', value: 'x', index: 1 } }],
      ['a duration out of range', { type: 'pause', params: { durationMs: 99 } }],
      ['a key that is reserved', { type: 'set-variable', params: { key: 'TEST_X', value: '' } }],
      ['six fallback selectors', { ...click('#a'), fallbackSelectors: Array(6).fill('#b') }],
      ['a position out of range', { ...click('#a'), position: 200 }],
      ['an id', { ...click('#a'), id: randomUUID() }],
      ['generated', { ...click('#a'), generated: true }],
    ])('O-5: refuses %s with 400', async (_name, body) => {
      expect(outcome(await add(body))).toEqual([400, 'validation-failed']);
      expect(await steps()).toEqual([]);
      expect(await revision()).toBe(1);
    });

    test('names the parameter that is wrong', async () => {
      expect(pointers(await add({ type: 'pause', params: { durationMs: 99 } }))).toEqual([
        '/params/durationMs',
      ]);
    });

    test('refuses a type that flows of the type may not hold, and takes it in others', async () => {
      const order = { type: 'place-order', params: {} };
      const reply = await add(order);
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(pointers(reply)).toEqual(['/type']);
      expect((await add(order, await addFlow('woocommerce'))).status).toBe(201);
      const entry = { type: 'assert-form-submitted', params: {} };
      expect((await add(entry)).status).toBe(400);
      expect((await add(entry, await addFlow('wpforms'))).status).toBe(201);
    });

    test('refuses variables that do not exist, and says where', async () => {
      const body = {
        type: 'send-request',
        params: { method: 'POST', url: '/{{CITY}}', headers: { Accept: '{{NO_SUCH}}' }, body: '{{MISSING}}' },
        fallbackSelectors: ['#{{ABSENT}}'],
      };
      const reply = await add(body);
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(pointers(reply)).toEqual(['/params/headers/Accept', '/params/body', '/fallbackSelectors/0']);
      expect(reply.body.errors[1].message).toContain('{{MISSING}}');
    });

    test('takes built-in variables, those of the organization, and what is no variable', async () => {
      await callerOf(app.fetch, identities.admin.token)('POST', '/variables', {
        body: { key: 'LOGIN', value: 'me' },
      });
      for (const value of ['{{TEST_EMAIL_ADDRESS}} {{CITY}}', '{{LOGIN}}', '{{login}} {{ LOGIN2 }}']) {
        expect((await add(assign(value))).status).toBe(201);
      }
    });

    test('O-1: takes no variable of another organization', async () => {
      await callerOf(app.fetch, identities.other.token)('POST', '/variables', {
        body: { key: 'THEIRS', value: 'x' },
      });
      expect((await add(assign('{{THEIRS}}'))).status).toBe(400);
    });

    test('takes a variable behind the step that sets it, not before', async () => {
      await add({ type: 'extract-text', params: { selector: '#o', key: 'ORDER' } });
      await add({ type: 'set-variable', params: { key: 'CODE', value: '{{ORDER}}' } });
      expect((await add({ ...assign('{{CODE}}'), position: 1 })).status).toBe(400);
      expect((await add({ ...assign('{{ORDER}}'), position: 0 })).status).toBe(400);
      expect((await add(assign('{{CODE}}'))).status).toBe(201);
    });

    test('keeps a name without the blanks around it, and refuses one of blanks only', async () => {
      const { body: step } = await add({ ...click('#a'), name: ' Send ' });
      expect(step.name).toBe('Send');
      const rename = (name: string | null) => call('PATCH', `${path()}/${step.id}`, { body: { name } });
      expect((await rename(' Send it ')).body.name).toBe('Send it');
      expect((await rename(null)).body.name).toBe(null);
      expect(outcome(await rename(' '))).toEqual([400, 'validation-failed']);
      const replace = (name: string) =>
        call('PATCH', path(), { body: { steps: [{ ...click('#a'), name }] } });
      expect((await replace(' First ')).body[0].name).toBe('First');
      expect(pointers(await replace(' '))).toEqual(['/steps/0/name']);
    });

    test('I-1: repeats the answer for the same key and adds one step', async () => {
      const request = { key: newKey(), body: click('#one') };
      const first = await call('POST', path(), request);
      const second = await call('POST', path(), request);
      expect(second.body).toEqual(first.body);
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(await selectors()).toEqual(['#one']);
    });
  });

  describe('listTestSteps', () => {
    test('shows the steps in their order, by type too, with the positions of the flow', async () => {
      await fill('#one', '#two');
      await add({ ...assign('x'), position: 1 });
      expect(await selectors()).toEqual(['#one', '#a', '#two']);
      const { body, headers } = await call('GET', `${path()}?type=click`);
      expect(body.map(({ position }: Json) => position)).toEqual([0, 2]);
      expect(headers.get('x-total-count')).toBe('2');
    });

    test('P-1: shows each step once while others come and go before and behind', async () => {
      const before = await fill(...Array.from({ length: 30 }, (_, index) => `#s${index}`));
      const seen: string[] = [];
      let cursor: string | null = null;
      let turn = 0;
      do {
        const query: string = cursor === null ? '' : `&cursor=${cursor}`;
        const page: Reply = await call('GET', `${path()}?limit=4${query}`);
        seen.push(...page.body.map(({ params }: Json) => params.selector));
        await add({ ...click(`#new${turn}`), position: turn });
        // P-3: the last step of the page, where the cursor stands.
        const last = page.body.at(-1);
        if (last !== undefined) await call('DELETE', `${path()}/${last.id}`);
        await call('DELETE', `${path()}/${before[29 - turn]?.id}`);
        turn += 1;
        cursor = page.headers.get('x-next-cursor');
      } while (cursor !== null);
      const old = seen.filter((selector) => selector.startsWith('#s'));
      const lived = (await selectors()).filter((selector) => selector.startsWith('#s'));
      expect(new Set(old).size).toBe(old.length);
      expect(lived.filter((selector) => !old.includes(selector))).toEqual([]);
    });

    test('P-4: refuses a cursor of another flow or filter, and a changed one', async () => {
      await fill('#one', '#two');
      const cursor = String((await call('GET', `${path()}?limit=1`)).headers.get('x-next-cursor'));
      const other = await addFlow();
      for (const query of [
        `/test-flows/${other}/steps?cursor=${cursor}`,
        `${path()}?type=click&cursor=${cursor}`,
        `${path()}?cursor=${cursor.slice(0, -2)}`,
      ]) {
        expect(outcome(await call('GET', query))).toEqual([400, 'invalid-cursor']);
      }
      expect((await call('GET', `${path()}?limit=1&cursor=${cursor}`)).body).toHaveLength(1);
    });

    test('P-5: refuses a type that is none', async () => {
      expect(outcome(await call('GET', `${path()}?type=fly`))).toEqual([400, 'validation-failed']);
    });
  });

  describe('replaceTestSteps', () => {
    const replace = (body: Json) => call('PATCH', path(), { body });

    test('makes the steps exactly those of the body; known ids stay with what they are', async () => {
      const [one, two] = await fill('#one', '#two', '#three');
      await sql`update test_steps set generated = true where id = ${two.id}`.execute(database.kysely);
      const { status, body, headers } = await replace({
        steps: [
          { ...click('#2'), id: two.id.toUpperCase() },
          click('#new'),
          { ...click('#1'), id: one.id, name: 'One' },
        ],
      });
      expect(status).toBe(200);
      expect(headers.get('x-total-count')).toBe('3');
      expect(headers.get('x-next-cursor')).toBeNull();
      expect(body.map(({ id }: Json) => id)).toEqual([two.id, expect.any(String), one.id]);
      expect(body[0]).toMatchObject({ createdAt: two.createdAt, generated: true, position: 0, name: null });
      expect(body[0].updatedAt > two.updatedAt).toBe(true);
      expect(body[1]).toMatchObject({ generated: false, position: 1 });
      expect(await steps()).toEqual(body);
      expect(await selectors()).toEqual(['#2', '#new', '#1']);
    });

    test('empties the flow, and fills it', async () => {
      await fill('#one');
      expect((await replace({ steps: [] })).body).toEqual([]);
      expect((await replace({ steps: [click('#a')] })).body).toHaveLength(1);
      expect(await revision()).toBe(4);
    });

    test('takes the revision that is expected, and refuses an older one with 409', async () => {
      await fill('#one');
      expect((await replace({ steps: [click('#two')], expectedRevision: 2 })).status).toBe(200);
      const stale = await replace({ steps: [], expectedRevision: 2 });
      expect(outcome(stale)).toEqual([409, 'revision-mismatch']);
      expect(await selectors()).toEqual(['#two']);
      expect(await revision()).toBe(3);
    });

    test('of two that expect the same revision at once one is refused', async () => {
      await fill('#one');
      const body = (selector: string) => ({ steps: [click(selector)], expectedRevision: 2 });
      const replies = await Promise.all([replace(body('#a')), replace(body('#b'))]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await revision()).toBe(3);
    });

    test('refuses all of it for one wrong step, and changes nothing', async () => {
      const [one] = await fill('#one');
      const other = await addFlow();
      const foreign = (await add(click('#x'), other)).body.id;
      const kept = { ...click('#1'), id: one.id };
      for (const [steps, pointer] of [
        [[kept, { ...click('#2'), id: foreign }], '/steps/1/id'],
        [[kept, { ...click('#2'), id: randomUUID() }], '/steps/1/id'],
        [[kept, kept], '/steps/1/id'],
        [[kept, { type: 'place-order', params: {} }], '/steps/1/type'],
        [[kept, assign('{{NO_SUCH}}')], '/steps/1/params/value'],
        [
          [kept, assign('{{K}}'), { type: 'set-variable', params: { key: 'K', value: '' } }],
          '/steps/1/params/value',
        ],
      ] as const) {
        const reply = await replace({ steps });
        expect(outcome(reply)).toEqual([400, 'validation-failed']);
        expect(pointers(reply)).toEqual([pointer]);
      }
      expect(await selectors()).toEqual(['#one']);
      expect(await revision()).toBe(2);
    });

    test('takes a variable that an earlier step of the list sets', async () => {
      const set = { type: 'set-variable', params: { key: 'K', value: 'x' } };
      expect((await replace({ steps: [set, assign('{{K}}')] })).status).toBe(200);
    });

    test('O-6: refuses 201 steps', async () => {
      const reply = await replace({ steps: Array.from({ length: 201 }, () => click('#a')) });
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
    });
  });

  describe('reorderTestSteps', () => {
    const reorder = (stepIds: readonly string[]) => call('PATCH', `${path()}/reorder`, { body: { stepIds } });

    test('puts the steps into the order', async () => {
      const [one, two, three] = await fill('#one', '#two', '#three');
      const { status, body, headers } = await reorder([three.id, one.id.toUpperCase(), two.id]);
      expect(status).toBe(200);
      expect(headers.get('x-total-count')).toBe('3');
      expect(body).toEqual(await steps());
      expect(await selectors()).toEqual(['#three', '#one', '#two']);
      expect(await revision()).toBe(3);
    });

    test('refuses an order that misses a step, has an unknown one or one twice', async () => {
      const [one, two] = await fill('#one', '#two');
      for (const [ids, pointer] of [
        [[one.id], '/stepIds'],
        [[], '/stepIds'],
        [[one.id, randomUUID()], '/stepIds/1'],
        [[one.id, two.id, randomUUID()], '/stepIds/2'],
        [[one.id, one.id], '/stepIds'],
        [[one.id, one.id.toUpperCase()], '/stepIds'],
      ] as const) {
        const reply = await reorder(ids);
        expect(outcome(reply)).toEqual([400, 'validation-failed']);
        expect(pointers(reply)).toEqual([pointer]);
      }
      expect(await selectors()).toEqual(['#one', '#two']);
      expect(await revision()).toBe(2);
    });

    test('takes the empty order of an empty flow', async () => {
      expect((await reorder([])).body).toEqual([]);
    });
  });

  describe('getTestStep', () => {
    test('is 404 for a step of another flow, an unknown one, and an id that is none', async () => {
      const [one] = await fill('#one');
      const other = await addFlow();
      expect((await call('GET', `${path()}/${one.id}`)).status).toBe(200);
      for (const url of [
        `/test-flows/${other}/steps/${one.id}`,
        `${path()}/${randomUUID()}`,
        `${path()}/abc-123`,
      ]) {
        expect(outcome(await call('GET', url))).toEqual([404, 'not-found']);
      }
    });
  });

  describe('updateTestStep', () => {
    test('changes what is given and leaves the rest', async () => {
      const { body: before } = await add({
        ...click('#one'),
        name: 'One',
        fallbackSelectors: ['#b'],
        timeoutMs: 5,
      });
      const change = async (body: Json) => (await call('PATCH', `${path()}/${before.id}`, { body })).body;
      const renamed = await change({ name: null, optional: true });
      expect(renamed).toEqual({ ...before, name: null, optional: true, updatedAt: renamed.updatedAt });
      expect(renamed.updatedAt > before.updatedAt).toBe(true);
      const other = await change({ ...assign('{{CITY}}'), timeoutMs: null, enabled: false });
      expect(other).toMatchObject({ ...assign('{{CITY}}'), fallbackSelectors: ['#b'], timeoutMs: null });
      expect(await steps()).toEqual([other]);
      expect(await revision()).toBe(4);
    });

    test('keeps the position, and that the step was generated', async () => {
      const [, two] = await fill('#one', '#two', '#three');
      await sql`update test_steps set generated = true where id = ${two.id}`.execute(database.kysely);
      const { body } = await call('PATCH', `${path()}/${two.id}`, { body: click('#2') });
      expect(body).toMatchObject({ position: 1, generated: true });
      expect(await selectors()).toEqual(['#one', '#2', '#three']);
    });

    test.each([
      [{}, ''],
      [{ params: { selector: '#b' } }, undefined],
      [{ type: 'hover' }, undefined],
      [{ type: 'pause', params: { selector: '#b' } }, undefined],
      [{ position: 0 }, undefined],
      [{ enabled: null }, undefined],
      [{ type: 'place-order', params: {} }, '/type'],
      [assign('{{NO_SUCH}}'), '/params/value'],
      [{ fallbackSelectors: ['#a', '{{NO_SUCH}}'] }, '/fallbackSelectors/1'],
    ])('O-5: refuses %j with 400', async (body, pointer) => {
      const [one] = await fill('#one');
      const reply = await call('PATCH', `${path()}/${one.id}`, { body });
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      if (pointer !== undefined) expect(pointers(reply)).toContain(pointer);
      expect(await steps()).toEqual([one]);
      expect(await revision()).toBe(2);
    });

    test('takes variables that steps before it set', async () => {
      const { body: step } = await add(click('#a'));
      await add({ type: 'set-variable', params: { key: 'K', value: '' }, position: 0 });
      expect((await call('PATCH', `${path()}/${step.id}`, { body: assign('{{K}}') })).status).toBe(200);
    });
  });

  describe('deleteTestStep', () => {
    test('deletes a step; those behind it move up', async () => {
      const [, two] = await fill('#one', '#two', '#three');
      expect((await call('DELETE', `${path()}/${two.id}`)).status).toBe(204);
      expect(await selectors()).toEqual(['#one', '#three']);
      expect(await revision()).toBe(3);
      expect(outcome(await call('DELETE', `${path()}/${two.id}`))).toEqual([404, 'not-found']);
      expect(await revision()).toBe(3);
    });

    test('I-14: is 204 again for the same key', async () => {
      const [one] = await fill('#one');
      const key = newKey();
      expect((await call('DELETE', `${path()}/${one.id}`, { key })).status).toBe(204);
      expect((await call('DELETE', `${path()}/${one.id}`, { key })).status).toBe(204);
    });
  });

  describe('duplicateTestStep', () => {
    test('puts a copy right after the original, which counts as made by hand', async () => {
      const [one] = await fill('#one', '#two');
      await sql`update test_steps set generated = true, name = 'N', optional = true where id = ${one.id}`.execute(
        database.kysely,
      );
      const { status, body, headers } = await call('POST', `${path()}/${one.id}/duplicate`);
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/api/v1/test-flows/${flow}/steps/${body.id}`);
      expect(body).toMatchObject({
        ...click('#one'),
        position: 1,
        generated: false,
        name: 'N',
        optional: true,
      });
      expect(body.id).not.toBe(one.id);
      expect(await selectors()).toEqual(['#one', '#one', '#two']);
      expect(await revision()).toBe(3);
    });
  });

  describe('every change of steps', () => {
    /** All of them, of a step that is there. */
    const changes = (id: string): readonly (() => Promise<Reply>)[] => [
      () => call('POST', path(), { body: click('#x') }),
      () => call('PATCH', path(), { body: { steps: [] } }),
      () => call('PATCH', `${path()}/reorder`, { body: { stepIds: [id] } }),
      () => call('PATCH', `${path()}/${id}`, { body: { name: 'x' } }),
      () => call('POST', `${path()}/${id}/duplicate`),
      () => call('DELETE', `${path()}/${id}`),
    ];

    test('is 409 while the steps are being generated, and goes on when that failed', async () => {
      const [one] = await fill('#one');
      for (const status of ['pending', 'in-progress']) {
        await setUp(status);
        for (const change of changes(one.id)) {
          expect(outcome(await change())).toEqual([409, 'test-flow-not-ready']);
        }
      }
      expect(await steps()).toEqual([one]);
      await setUp('failed');
      expect((await add(click('#two'))).status).toBe(201);
    });

    test('is 404 for an unknown step or flow', async () => {
      const replies = await Promise.all(
        changes(randomUUID())
          .slice(3)
          .map((change) => change()),
      );
      expect(replies.map(outcome)).toEqual(Array(3).fill([404, 'not-found']));
      flow = randomUUID();
      for (const change of changes(randomUUID())) expect(outcome(await change())).toEqual([404, 'not-found']);
      expect((await call('GET', path())).status).toBe(404);
    });

    test('O-1: is 404 for another organization and for a collaborator without the website', async () => {
      const [one] = await fill('#one');
      const { userId, organizationId } = identities.collaborator;
      await sql`
        update members set all_websites = false
        where user_id = ${userId} and organization_id = ${organizationId}`.execute(database.kysely);
      const outsiders = [call, callerOf(app.fetch, identities.other.token)];
      for (const outsider of outsiders) {
        call = outsider;
        for (const change of changes(one.id)) expect(outcome(await change())).toEqual([404, 'not-found']);
        expect((await call('GET', path())).status).toBe(404);
        expect((await call('GET', `${path()}/${one.id}`)).status).toBe(404);
      }
      call = callerOf(app.fetch, identities.admin.token);
      expect(await steps()).toEqual([one]);
    });

    test('leaves no gap and loses no revision when many come at once', async () => {
      const [one, two, three] = await fill('#one', '#two', '#three');
      const replies = await Promise.all([
        ...[0, 0, 1, 2, 3].map((position, index) => add({ ...click(`#n${index}`), position })),
        call('DELETE', `${path()}/${one.id}`),
        call('POST', `${path()}/${two.id}/duplicate`),
        call('PATCH', `${path()}/${three.id}`, { body: { name: 'x' } }),
      ]);
      expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 204, 201, 200]);
      expect(await selectors()).toHaveLength(8);
      expect(await revision()).toBe(10);
    });

    test('O-8: never makes more than 200 steps when many come at once', async () => {
      await fill(...Array.from({ length: 197 }, (_, index) => `#s${index}`));
      const replies = await Promise.all(Array.from({ length: 8 }, () => add(click('#x'))));
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
      expect(replies.filter(({ status }) => status === 400)).toHaveLength(5);
    });
  });

  describe('listTestStepTypes', () => {
    const types = async (query = '') => {
      const { status, body } = await call('GET', `/test-steps/types${query}`);
      expect(status).toBe(200);
      return body.map(({ type }: Json) => type);
    };

    test('shows all 48, each with the schema of its parameters', async () => {
      expect(await types()).toHaveLength(48);
      const { body, headers } = await call('GET', '/test-steps/types?category=wait');
      expect(headers.get('x-next-cursor')).toBeNull();
      expect(body[0]).toEqual({
        type: 'pause',
        name: 'Pause',
        category: 'wait',
        description: 'Waits for a fixed time.',
        flowTypes: 'all',
        documented: true,
        paramsSchema: expect.objectContaining({ type: 'object', required: ['durationMs'] }),
      });
    });

    test('filters by category and by the type of the flow', async () => {
      expect(await types('?category=email')).toEqual(['assert-email-received-in-test-inbox']);
      expect(await types('?flowType=woocommerce&category=woocommerce')).toHaveLength(4);
      expect(await types('?flowType=custom&category=woocommerce')).toEqual([]);
      expect(await types('?flowType=gravity-forms&category=wordpress')).toContain('assert-form-submitted');
    });

    test('refuses a filter that is none', async () => {
      expect(outcome(await call('GET', '/test-steps/types?category=magic'))).toEqual([
        400,
        'validation-failed',
      ]);
      expect(outcome(await call('GET', '/test-steps/types?flowType=magic'))).toEqual([
        400,
        'validation-failed',
      ]);
    });
  });
}
