import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { initialSchedule } from '../../src/domain/organization-defaults.ts';
import { createTestIdentities, type TestIdentities } from '../../src/seed/test-identities.ts';
import type { Database } from '../../src/store/database.ts';
import { type Call, callerOf, type Json, newKey, type Reply, slugOf } from '../caller.ts';
import { watchStatements } from './watch-statements.ts';

/** The group Test Flows as far as no website is visited, the same on every database. */
export function testTestFlows(database: Database): void {
  const watched = watchStatements(database);
  let app: App;
  let identities: TestIdentities;
  let admin: Call;
  let collaborator: Call;
  let other: Call;
  let website: { readonly id: string; readonly url: string };

  beforeAll(async () => {
    app = await createApp({ database: watched, requestsPerMinute: 100_000 });
  });

  beforeEach(async () => {
    identities = await createTestIdentities(database);
    admin = callerOf(app.fetch, identities.admin.token);
    collaborator = callerOf(app.fetch, identities.collaborator.token);
    other = callerOf(app.fetch, identities.other.token);
    website = await addWebsite();
  });

  const outcome = (reply: Reply) => [reply.status, slugOf(reply)];
  const organizationId = () => identities.admin.organizationId;

  async function addWebsite(columns: Json = {}): Promise<{ id: string; url: string }> {
    return database.kysely
      .insertInto('websites')
      .values({
        organization_id: organizationId(),
        name: 'Shop',
        url: `https://${randomUUID()}.acme-shop.com/`,
        connection_status: 'connected',
        woocommerce: true,
        ...columns,
      })
      .returning(['id', 'url'])
      .executeTakeFirstOrThrow();
  }

  async function addForm(site = website, columns: Json = {}): Promise<string> {
    const { id } = await database.kysely
      .insertInto('website_forms')
      .values({
        organization_id: organizationId(),
        website_id: site.id,
        plugin: 'wpforms',
        external_id: '21',
        name: 'Newsletter',
        pages: JSON.stringify([{ externalId: '2', url: `${site.url}newsletter/` }]),
        ...columns,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async function addProduct(id: string, columns: Json = {}): Promise<void> {
    await database.kysely
      .insertInto('website_products')
      .values({
        organization_id: organizationId(),
        website_id: website.id,
        id,
        name: 'Album',
        slug: 'album',
        url: `${website.url}album/`,
        thumbnail_url: null,
        type: 'simple',
        variations: '[]',
        ...columns,
      })
      .execute();
  }

  const createCheckout = (body: Json) =>
    admin('POST', '/test-flows', { body: { type: 'woocommerce', websiteId: website.id, ...body } });

  const click = { type: 'click', params: { selector: '#buy' } };

  const create = (body: Json = {}, call = admin) =>
    call('POST', '/test-flows', {
      body: { type: 'custom', websiteId: website.id, pageUrl: `${website.url}buy/`, ...body },
    });

  async function add(body: Json = {}): Promise<Json> {
    const reply = await create(body);
    expect(reply.status).toBe(201);
    return reply.body;
  }

  async function setUp(flow: { readonly id: string }, columns: Json): Promise<void> {
    await database.kysely.updateTable('test_flows').set(columns).where('id', '=', flow.id).execute();
  }

  async function restrict(...websiteIds: string[]): Promise<void> {
    const { id } = await database.kysely
      .updateTable('members')
      .set({ all_websites: false })
      .where('user_id', '=', identities.collaborator.userId)
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const websiteId of websiteIds) {
      await database.kysely
        .insertInto('member_websites')
        .values({ member_id: id, website_id: websiteId })
        .execute();
    }
  }

  /** What a kind of job was told about a flow or a run. */
  async function jobsFor(name: string, member: string, id: string): Promise<Json[]> {
    const { rows } = await sql<{ data: Json }>`
      select data from pgboss.job where name = ${name} and data ->> ${member} = ${id} order by created_on`.execute(
      database.kysely,
    );
    return rows.map(({ data }) => data);
  }

  describe('createTestFlow', () => {
    test('makes a custom flow of given steps, ready at once, with the default schedule', async () => {
      const { status, headers, body } = await create({ tags: ['shop'], steps: [click, click] });
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/api/v1/test-flows/${body.id}`);
      expect(body).toMatchObject({
        name: '/buy/',
        type: 'custom',
        pageUrl: `${website.url}buy/`,
        formId: null,
        productId: null,
        tags: ['shop'],
        status: 'active',
        effectiveStatus: 'active',
        setup: { status: 'ready', errorCode: null, errorMessage: null, finishedAt: body.createdAt },
        stepCount: 2,
        stepsRevision: 1,
        lastRun: null,
        createdBy: { id: identities.admin.userId },
      });
      expect(body.schedule).toMatchObject(initialSchedule);
      expect(Date.parse(body.schedule.nextRunAt)).toBeGreaterThan(Date.parse(body.createdAt));
      expect((await admin('GET', `/test-flows/${body.id}`)).body).toEqual(body);
      const steps = await admin('GET', `/test-flows/${body.id}/steps`);
      expect(steps.body.map((step: Json) => [step.position, step.generated])).toEqual([
        [0, false],
        [1, false],
      ]);
      expect(await jobsFor('generate-test-steps', 'testFlowId', body.id)).toEqual([]);
    });

    test('makes a flow for a form and leaves one job that generates its steps', async () => {
      const formId = await addForm();
      const body = { type: 'wpforms', websiteId: website.id, formId };
      const key = newKey();
      const reply = await admin('POST', '/test-flows', { body, key });
      const again = await admin('POST', '/test-flows', { body, key });
      expect(reply.status).toBe(201);
      expect(again.body).toEqual(reply.body);
      expect(reply.body).toMatchObject({
        name: 'Newsletter',
        pageUrl: `${website.url}newsletter/`,
        formId,
        setup: { status: 'pending', errorCode: null, errorMessage: null, finishedAt: null },
        stepCount: 0,
      });
      const job = { organizationId: organizationId(), testFlowId: reply.body.id, attempt: 1 };
      expect(await jobsFor('generate-test-steps', 'testFlowId', reply.body.id)).toEqual([job]);
    });

    test('makes a flow for a checkout that starts at the page of its product', async () => {
      await addProduct('311', { url: `${website.url}album/` });
      await addProduct('312', { url: `${website.url}test/`, is_test_product: true });
      const make = async (more: Json) => (await createCheckout(more)).body;
      expect(await make({})).toMatchObject({
        name: 'Checkout',
        productId: null,
        pageUrl: `${website.url}test/`,
        setup: { status: 'pending' },
      });
      expect(await make({ productId: '311', name: 'Album' })).toMatchObject({
        name: 'Album',
        productId: '311',
        pageUrl: `${website.url}album/`,
      });
    });

    test('a product that the website does not have is 404, with a page and without', async () => {
      await addProduct('311', { website_id: (await addWebsite()).id });
      for (const more of [{}, { pageUrl: `${website.url}album/` }]) {
        const reply = await createCheckout({ productId: '311', ...more });
        expect(outcome(reply)).toEqual([404, 'not-found']);
        expect(reply.body.detail).toContain('product');
      }
      expect((await admin('GET', '/test-flows')).body).toEqual([]);
      expect((await createCheckout({})).body).toMatchObject({ productId: null, pageUrl: website.url });
    });

    test('takes what a schedule leaves out from the default schedule of the organization', async () => {
      await admin('PATCH', '/organizations/me', {
        body: { defaultSchedule: { cadence: 'weekly', dayOfWeek: 'monday', hour: 9 } },
      });
      expect((await add()).schedule).toMatchObject({ cadence: 'weekly', dayOfWeek: 'monday', hour: 9 });
      const flow = await add({ schedule: { dayOfWeek: 'friday' } });
      expect(flow.schedule).toMatchObject({ cadence: 'weekly', dayOfWeek: 'friday', hour: 9 });
      await admin('PATCH', '/organizations/me', { body: { defaultSchedule: { hour: 3 } } });
      expect((await admin('GET', `/test-flows/${flow.id}`)).body.schedule.hour).toBe(9);
      const reply = await create({ schedule: { cadence: 'monthly' } });
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe('/schedule/dayOfMonth');
    });

    test.each([
      [{ pageUrl: 'https://elsewhere.example/' }, '/pageUrl'],
      [{ pageUrl: 'https://' }, '/pageUrl'],
      [{ steps: [click, { type: 'place-order', params: {} }] }, '/steps/1/type'],
      [{ steps: [{ type: 'click', params: { selector: '{{NO_SUCH}}' } }] }, '/steps/0/params/selector'],
      [{ steps: Array.from({ length: 201 }, () => click) }, '/steps'],
      [{ tags: ['Not A Tag'] }, '/tags/0'],
      [{ productId: '1' }, '/productId'],
    ])('O-5: refuses %# with 400', async (body, pointer) => {
      const reply = await create(body);
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors.map((error: Json) => error.pointer)).toContain(pointer);
    });

    test('refuses a form of another plugin, one found on no page, and one of another website', async () => {
      const request = { websiteId: website.id, formId: await addForm() };
      const make = (body: Json) => admin('POST', '/test-flows', { body });
      const wrong = await make({ ...request, type: 'ninja-forms' });
      expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([400, '/type']);
      const hidden = await addForm(website, { external_id: '22', pages: '[]' });
      const nowhere = await make({ ...request, type: 'wpforms', formId: hidden });
      expect([nowhere.status, nowhere.body.errors[0].pointer]).toEqual([400, '/pageUrl']);
      const foreign = await addForm(await addWebsite());
      for (const formId of [foreign, randomUUID()]) {
        expect(outcome(await make({ ...request, type: 'wpforms', formId }))).toEqual([404, 'not-found']);
      }
      expect((await make({ ...request, type: 'wpforms' })).status).toBe(201);
    });

    test('is 409 for a shop without WooCommerce, and for a website that does not answer', async () => {
      const plain = await addWebsite({ woocommerce: false });
      const shop = { type: 'woocommerce', websiteId: plain.id };
      expect(outcome(await admin('POST', '/test-flows', { body: shop }))).toEqual([
        409,
        'woocommerce-not-active',
      ]);
      const silent = await addWebsite({ connection_status: 'disconnected', url: 'https://127.0.0.1:1/' });
      const form = { type: 'wpforms', websiteId: silent.id, formId: await addForm(silent) };
      expect(outcome(await admin('POST', '/test-flows', { body: form }))).toEqual([
        409,
        'website-not-connected',
      ]);
      const custom = { websiteId: silent.id, pageUrl: silent.url };
      expect((await create(custom)).status).toBe(201);
    });

    test('O-2: is 404 for a website that the caller does not see', async () => {
      await restrict();
      expect(outcome(await create({}, collaborator))).toEqual([404, 'not-found']);
      expect(outcome(await create({}, other))).toEqual([404, 'not-found']);
      expect((await create()).status).toBe(201);
    });
  });

  test('names and notes are kept without the blanks around them, and of blanks only they are refused', async () => {
    const flow = await add({ name: ' Buy ', steps: [{ ...click, name: ' Put in ' }] });
    const path = `/test-flows/${flow.id}`;
    expect(flow.name).toBe('Buy');
    expect((await admin('GET', `${path}/steps`)).body[0].name).toBe('Put in');
    const ways = [
      ['POST', '/duplicate', 'name'],
      ['POST', '/run', 'note'],
      ['PATCH', '', 'name'],
    ] as const;
    for (const [method, action, member] of ways) {
      const say = (text: string) => admin(method, `${path}${action}`, { body: { [member]: text } });
      expect((await say('\tBuy it\n')).body[member]).toBe('Buy it');
      const reply = await say('\n ');
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe(`/${member}`);
    }
    expect(outcome(await create({ name: ' ' }))).toEqual([400, 'validation-failed']);
  });

  describe('listTestFlows', () => {
    const names = async (query: string, call = admin) =>
      (await call('GET', `/test-flows?${query}`)).body.map(({ name }: Json) => name);

    test('filters, searches and sorts', async () => {
      const second = await addWebsite();
      const alpha = await add({ name: 'alpha', tags: ['one'] });
      await add({ name: 'Beta', tags: ['one', 'two'], pageUrl: `${website.url}special/` });
      await add({ name: 'gamma', websiteId: second.id, pageUrl: second.url });
      await setUp(alpha, { status: 'paused', setup_status: 'failed' });
      expect(await names('')).toEqual(['gamma', 'Beta', 'alpha']);
      expect(await names('sort=name')).toEqual(['Beta', 'alpha', 'gamma']);
      expect(await names('sort=-name')).toEqual(['gamma', 'alpha', 'Beta']);
      expect(await names('sort=createdAt')).toEqual(['alpha', 'Beta', 'gamma']);
      await admin('PATCH', `/test-flows/${alpha.id}`, { body: { name: 'Alpha' } });
      expect(await names('sort=-updatedAt')).toEqual(['Alpha', 'gamma', 'Beta']);
      expect(await names('sort=updatedAt')).toEqual(['Beta', 'gamma', 'Alpha']);
      expect(await names(`websiteId=${second.id}`)).toEqual(['gamma']);
      expect(await names(`websiteId=${randomUUID()}`)).toEqual([]);
      expect(await names('type=custom&tag=one&sort=name')).toEqual(['Alpha', 'Beta']);
      expect(await names('type=wpforms')).toEqual([]);
      expect(await names('status=paused')).toEqual(['Alpha']);
      expect(await names('setupStatus=failed')).toEqual(['Alpha']);
      expect(await names('search=SPECIAL')).toEqual(['Beta']);
      expect(await names('search=ALPH')).toEqual(['Alpha']);
    });

    test('pages, counts, and refuses a cursor of another list', async () => {
      for (const name of ['a', 'b', 'c']) await add({ name });
      const first = await admin('GET', '/test-flows?limit=2&sort=name');
      expect(first.body.map(({ name }: Json) => name)).toEqual(['a', 'b']);
      expect([first.headers.get('x-has-more'), first.headers.get('x-total-count')]).toEqual(['true', '3']);
      const cursor = first.headers.get('x-next-cursor');
      expect(await names(`limit=2&sort=name&cursor=${cursor}`)).toEqual(['c']);
      const reply = await admin('GET', `/test-flows?limit=2&sort=-name&cursor=${cursor}`);
      expect(outcome(reply)).toEqual([400, 'invalid-cursor']);
    });

    test('knows the status of the newest run', async () => {
      const flow = await add({ name: 'ran' });
      await add({ name: 'never ran' });
      const run = { organization_id: organizationId(), website_id: website.id, test_flow_id: flow.id };
      const at = (text: string) => new Date(text);
      await database.kysely
        .insertInto('test_runs')
        .values([
          { ...run, trigger: 'api', status: 'failed', queued_at: at('2026-01-01T00:00:00Z') },
          { ...run, trigger: 'api', status: 'passed', queued_at: at('2026-01-02T00:00:00Z') },
        ])
        .execute();
      expect(await names('lastRunStatus=passed')).toEqual(['ran']);
      expect(await names('lastRunStatus=failed')).toEqual([]);
      const { body } = await admin('GET', `/test-flows/${flow.id}`);
      expect(body.lastRun).toMatchObject({ status: 'passed', finishedAt: null });
    });

    test('O-2: shows a collaborator the flows of their websites only', async () => {
      const second = await addWebsite();
      await add({ name: 'hidden' });
      await add({ name: 'seen', websiteId: second.id, pageUrl: second.url });
      await restrict(second.id);
      expect(await names('', collaborator)).toEqual(['seen']);
      expect(await names(`websiteId=${website.id}`, collaborator)).toEqual([]);
      expect(await names('', other)).toEqual([]);
    });
  });

  describe('updateTestFlow', () => {
    test('changes what is given and keeps the rest', async () => {
      const flow = await add({ tags: ['one'], steps: [click] });
      const { status, body } = await admin('PATCH', `/test-flows/${flow.id}`, {
        body: { name: 'New', pageUrl: `${website.url}new/`, tags: [] },
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ name: 'New', pageUrl: `${website.url}new/`, tags: [], stepsRevision: 1 });
      expect(Date.parse(body.updatedAt)).toBeGreaterThanOrEqual(Date.parse(flow.updatedAt));
    });

    test.each([
      [{ pageUrl: 'https://elsewhere.example/' }, '/pageUrl'],
      [{ productId: '311' }, '/productId'],
      [{ type: 'wpforms' }, '/type'],
      [{}, ''],
    ])('O-5: refuses %j with 400', async (change, pointer) => {
      const flow = await add();
      const reply = await admin('PATCH', `/test-flows/${flow.id}`, { body: change });
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe(pointer);
    });
  });

  test('updateTestFlow: a checkout takes another product of its website or the test product, and no other', async () => {
    await addProduct('311');
    await addProduct('312', { website_id: (await addWebsite()).id });
    const { body: flow } = await createCheckout({});
    const buy = (productId: string | null) =>
      admin('PATCH', `/test-flows/${flow.id}`, { body: { name: 'New', productId } });
    expect(outcome(await buy('312'))).toEqual([404, 'not-found']);
    expect((await admin('GET', `/test-flows/${flow.id}`)).body).toEqual(flow);
    expect((await buy('311')).body).toMatchObject({ name: 'New', productId: '311', pageUrl: flow.pageUrl });
    expect((await buy(null)).body.productId).toBe(null);
  });

  test('O-1, O-2: every operation on a flow is 404 for who does not see it, and changes nothing', async () => {
    const flow = await add({ steps: [click] });
    await restrict();
    const before = (await admin('GET', `/test-flows/${flow.id}`)).body;
    const requests: [string, string, Json?][] = [
      ['GET', ''],
      ['PATCH', '', { name: 'x' }],
      ['DELETE', ''],
      ['PATCH', '/pause'],
      ['PATCH', '/resume'],
      ['POST', '/duplicate', {}],
      ['POST', '/run', {}],
      ['PATCH', '/rebuild'],
      ['GET', '/settings'],
      ['PATCH', '/settings', { mode: 'fast' }],
      ['GET', '/schedule'],
      ['PATCH', '/schedule', { hour: 3 }],
      ['GET', '/notifications'],
      ['PATCH', '/notifications', { useOrganizationSettings: true }],
    ];
    for (const [method, path, body] of requests) {
      const options = body === undefined ? {} : { body };
      for (const call of [collaborator, other]) {
        expect(outcome(await call(method, `/test-flows/${flow.id}${path}`, options))).toEqual([
          404,
          'not-found',
        ]);
      }
      expect(outcome(await admin(method, `/test-flows/abc-123${path}`, options))).toEqual([404, 'not-found']);
    }
    expect((await admin('GET', `/test-flows/${flow.id}`)).body).toMatchObject({
      ...before,
      schedule: { ...before.schedule, nextRunAt: expect.any(String) },
    });
  });

  describe('pauseTestFlow and resumeTestFlow', () => {
    test('stop a flow and let it run again; doing so twice changes nothing', async () => {
      const flow = await add();
      const paused = await admin('PATCH', `/test-flows/${flow.id}/pause`);
      expect([paused.status, paused.body.status, paused.body.effectiveStatus]).toEqual([
        200,
        'paused',
        'paused',
      ]);
      expect(paused.body.schedule.nextRunAt).toBeNull();
      const again = await admin('PATCH', `/test-flows/${flow.id}/pause`);
      expect([again.status, again.body]).toEqual([200, paused.body]);
      const resumed = await admin('PATCH', `/test-flows/${flow.id}/resume`);
      expect([resumed.body.status, resumed.body.effectiveStatus]).toEqual(['active', 'active']);
      expect(resumed.body.schedule.nextRunAt).not.toBeNull();
      expect((await admin('PATCH', `/test-flows/${flow.id}/resume`)).body.updatedAt).toBe(
        resumed.body.updatedAt,
      );
    });

    test('a flow of a paused website stays paused until the website is resumed', async () => {
      const flow = await add();
      await admin('PATCH', `/websites/${website.id}/pause`);
      const reply = await admin('PATCH', `/test-flows/${flow.id}/resume`);
      expect(reply.body).toMatchObject({ status: 'active', effectiveStatus: 'paused' });
      expect(reply.body.schedule.nextRunAt).toBeNull();
      await admin('PATCH', `/websites/${website.id}/resume`);
      expect((await admin('GET', `/test-flows/${flow.id}`)).body.effectiveStatus).toBe('active');
    });
  });

  describe('deleteTestFlow', () => {
    test('deletes steps and cancels unfinished runs, which stay', async () => {
      const flow = await add({ steps: [click] });
      const { body: run } = await admin('POST', `/test-flows/${flow.id}/run`);
      expect((await admin('DELETE', `/test-flows/${flow.id}`)).status).toBe(204);
      expect(outcome(await admin('DELETE', `/test-flows/${flow.id}`))).toEqual([404, 'not-found']);
      const kept = await database.kysely
        .selectFrom('test_runs')
        .select(['status', 'test_flow_id', 'finished_at'])
        .where('id', '=', run.id)
        .executeTakeFirstOrThrow();
      expect(kept).toEqual({ status: 'canceled', test_flow_id: null, finished_at: expect.any(Date) });
      const steps = database.kysely.selectFrom('test_steps').where('test_flow_id', '=', flow.id).selectAll();
      expect(await steps.execute()).toEqual([]);
    });
  });

  describe('duplicateTestFlow', () => {
    const duplicate = (flow: Json, body: Json = {}, call = admin) =>
      call('POST', `/test-flows/${flow.id}/duplicate`, { body });

    test('copies everything, paused, with a revision of its own', async () => {
      const flow = await add({ name: 'n'.repeat(148), tags: ['a'], steps: [click, click] });
      await admin('PATCH', `/test-flows/${flow.id}/settings`, { body: { mode: 'fast' } });
      await admin('PATCH', `/test-flows/${flow.id}/notifications`, {
        body: { useOrganizationSettings: false },
      });
      await admin('DELETE', `/test-flows/${flow.id}/steps/${(await stepsOf(flow))[1].id}`);
      const { status, headers, body } = await duplicate(flow);
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/api/v1/test-flows/${body.id}`);
      expect(body).toMatchObject({
        name: `${'n'.repeat(148)} (`,
        status: 'paused',
        tags: ['a'],
        setup: { status: 'ready', finishedAt: body.createdAt },
        stepCount: 1,
        stepsRevision: 1,
        schedule: { ...initialSchedule, nextRunAt: null },
      });
      expect((await admin('GET', `/test-flows/${body.id}/settings`)).body.values.mode).toBe('fast');
      const rules = await admin('GET', `/test-flows/${body.id}/notifications`);
      expect(rules.body.useOrganizationSettings).toBe(false);
      expect((await stepsOf(body))[0]).toMatchObject({ type: 'click', params: { selector: '#buy' } });
    });

    test('moves page, links and form to another website', async () => {
      const second = await addWebsite();
      const formId = await addForm();
      const twin = await addForm(second);
      const { body: flow } = await admin('POST', '/test-flows', {
        body: { type: 'wpforms', websiteId: website.id, formId },
      });
      await setUp(flow, { setup_status: 'ready' });
      const urls = [`${website.url}a?b=1#c`, 'https://elsewhere.example/a', '/relative/'];
      for (const url of urls) {
        const step = { type: 'go-to-url', params: { url } };
        expect((await admin('POST', `/test-flows/${flow.id}/steps`, { body: step })).status).toBe(201);
      }
      const { status, body } = await duplicate(flow, { websiteId: second.id, name: 'Twin' });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        name: 'Twin',
        websiteId: second.id,
        formId: twin,
        pageUrl: `${second.url}newsletter/`,
      });
      expect((await stepsOf(body)).map(({ params }: Json) => params.url)).toEqual([
        `${second.url}a?b=1#c`,
        'https://elsewhere.example/a',
        '/relative/',
      ]);
    });

    test('is 404 for a website that is not seen, and for one without such a form', async () => {
      const { body: flow } = await admin('POST', '/test-flows', {
        body: { type: 'wpforms', websiteId: website.id, formId: await addForm() },
      });
      const second = await addWebsite();
      await addForm(second, { plugin: 'ninja-forms' });
      expect(outcome(await duplicate(flow, { websiteId: second.id }))).toEqual([404, 'not-found']);
      expect(outcome(await duplicate(flow, { websiteId: randomUUID() }))).toEqual([404, 'not-found']);
      await restrict(website.id);
      const custom = await add();
      expect(outcome(await duplicate(custom, { websiteId: second.id }, collaborator))).toEqual([
        404,
        'not-found',
      ]);
      expect((await duplicate(custom, {}, collaborator)).status).toBe(201);
    });

    test('ties a checkout to the test product, and has steps generated that are not there yet', async () => {
      const second = await addWebsite();
      await addProduct('311');
      const { body: flow } = await createCheckout({ productId: '311' });
      expect((await duplicate(flow)).body.productId).toBe('311');
      const { body } = await duplicate(flow, { websiteId: second.id });
      expect(body).toMatchObject({ productId: null, setup: { status: 'pending' } });
      expect(await jobsFor('generate-test-steps', 'testFlowId', body.id)).toHaveLength(1);
    });
  });

  const stepsOf = async (flow: Json) => (await admin('GET', `/test-flows/${flow.id}/steps`)).body;

  describe('rebuildTestFlow', () => {
    const rebuild = (flow: Json) => admin('PATCH', `/test-flows/${flow.id}/rebuild`);

    async function addFormFlow(site = website): Promise<Json> {
      const body = { type: 'wpforms', websiteId: site.id, formId: await addForm(site) };
      const { body: flow } = await admin('POST', '/test-flows', { body });
      await setUp(flow, { setup_status: 'ready' });
      return flow;
    }

    test('removes all steps at once and begins the set-up anew; of two only one does', async () => {
      const flow = await addFormFlow();
      await admin('POST', `/test-flows/${flow.id}/steps`, { body: click });
      const replies = await Promise.all([rebuild(flow), rebuild(flow)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
      const done = replies.find(({ status }) => status === 200)?.body;
      expect(done).toMatchObject({
        setup: { status: 'pending', errorCode: null, errorMessage: null, finishedAt: null },
        stepCount: 0,
      });
      expect(done.stepsRevision).toBe(3);
      expect(replies.map(slugOf)).toContain('test-flow-not-ready');
      const jobs = await jobsFor('generate-test-steps', 'testFlowId', flow.id);
      expect(jobs.map(({ attempt }) => attempt)).toEqual([1, 2]);
      expect((await admin('GET', `/test-flows?websiteId=${website.id}`)).body[0].lastRun).toBeNull();
    });

    test('is 409 for a custom flow, and for a website that does not answer', async () => {
      expect(outcome(await rebuild(await add()))).toEqual([409, 'rebuild-not-supported']);
      const silent = await addWebsite({ url: `https://127.0.0.1:1/${randomUUID()}/` });
      const flow = await addFormFlow(silent);
      await database.kysely
        .updateTable('websites')
        .set({ connection_status: 'disconnected' })
        .where('id', '=', silent.id)
        .execute();
      expect(outcome(await rebuild(flow))).toEqual([409, 'website-not-connected']);
      expect((await admin('GET', `/test-flows/${flow.id}`)).body.setup.status).toBe('ready');
    });
  });

  describe('runTestFlow', () => {
    const run = (flow: Json, body?: Json, key?: string) =>
      admin('POST', `/test-flows/${flow.id}/run`, {
        ...(body !== undefined && { body }),
        ...(key !== undefined && { key }),
      });

    test('makes one pending run and one job for it, with the variables that the steps use', async () => {
      const typed = { type: 'assign', params: { selector: '#name', value: '{{FIRST_NAME}}' } };
      const flow = await add({ steps: [typed, { ...click, enabled: false }] });
      const body = {
        mode: 'fast',
        note: 'Before the release',
        metadata: { commit: '9f2c1ab' },
        variables: { FIRST_NAME: 'Ada', CITY: 'Paris' },
      };
      const key = newKey();
      const replies = [await run(flow, body, key), await run(flow, body, key)];
      const [reply] = replies;
      expect(replies.map(({ status }) => status)).toEqual([201, 201]);
      expect(reply?.headers.get('location')).toBe(`/api/v1/test-runs/${reply?.body.id}`);
      expect(reply?.body).toMatchObject({
        organizationId: organizationId(),
        websiteId: website.id,
        websiteName: 'Shop',
        testFlowId: flow.id,
        testFlowName: '/buy/',
        testFlowType: 'custom',
        status: 'pending',
        trigger: 'api',
        mode: 'fast',
        stepsTotal: 1,
        stepsRevision: 1,
        note: 'Before the release',
        metadata: { commit: '9f2c1ab' },
        triggeredBy: { id: identities.admin.userId },
        startedAt: null,
        countsTowardUsage: true,
      });
      const id = reply?.body.id;
      expect(await jobsFor('run-test-flow', 'testRunId', id)).toEqual([
        { organizationId: organizationId(), testRunId: id },
      ]);
      const runs = database.kysely.selectFrom('test_runs').where('test_flow_id', '=', flow.id);
      expect(await runs.select('variables').execute()).toEqual([{ variables: { FIRST_NAME: 'Ada' } }]);
      expect((await admin('GET', `/test-flows/${flow.id}`)).body.lastRun).toMatchObject({ testRunId: id });
    });

    test('needs no body, and takes the mode of the settings', async () => {
      const flow = await add({ steps: [click] });
      expect((await run(flow)).body).toMatchObject({ mode: 'visual', note: null, metadata: {} });
      await admin('PATCH', `/test-flows/${flow.id}/settings`, { body: { mode: 'fast' } });
      expect((await run(flow, {})).body.mode).toBe('fast');
    });

    test('refuses values for variables that are new in each run', async () => {
      const reply = await run(await add({ steps: [click] }), { variables: { TEST_ID: 'x', CITY: 'x' } });
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors.map(({ pointer }: Json) => pointer)).toEqual(['/variables']);
    });

    test('is 409 while flow or website are paused, and while there is nothing to run', async () => {
      const flow = await add({ steps: [{ ...click, enabled: false }] });
      expect(outcome(await run(flow))).toEqual([409, 'test-flow-not-ready']);
      for (const status of ['pending', 'in-progress', 'failed']) {
        await setUp(flow, { setup_status: status });
        expect(outcome(await run(flow))).toEqual([409, 'test-flow-not-ready']);
      }
      await admin('PATCH', `/websites/${website.id}/pause`);
      expect(outcome(await run(flow))).toEqual([409, 'website-paused']);
      await admin('PATCH', `/test-flows/${flow.id}/pause`);
      expect(outcome(await run(flow))).toEqual([409, 'test-flow-paused']);
    });

    test('O-8: never starts more runs than the plan has, also when many ask at once', async () => {
      const flow = await add({ steps: [click] });
      await sql`
        insert into test_runs (organization_id, website_id, trigger, status)
        select ${organizationId()}::uuid, ${website.id}::uuid, 'scheduled', 'passed' from generate_series(1, 9997)`.execute(
        database.kysely,
      );
      const replies = await Promise.all(Array.from({ length: 8 }, () => run(flow)));
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
      const refused = replies.filter(({ status }) => status !== 201);
      expect(refused.map(outcome)).toEqual(Array.from({ length: 5 }, () => [403, 'test-run-limit-reached']));
      const usage = await admin('GET', '/organizations/me/usage');
      expect(usage.body.testRuns).toMatchObject({ used: 10_000, remaining: 0 });
    });
  });

  describe('settings, schedule and notifications', () => {
    test('settings inherit until they are set, and again when they are null', async () => {
      const { id } = await add();
      const settings = (body: Json) => admin('PATCH', `/test-flows/${id}/settings`, { body });
      const fresh = (await admin('GET', `/test-flows/${id}/settings`)).body;
      expect(new Set(Object.values(fresh.values))).toEqual(new Set([null]));
      expect(fresh).toMatchObject({
        testFlowId: id,
        effective: { mode: 'visual', disableIntegrations: true },
      });
      await settings({ viewport: { width: 400, height: 800 }, disableIntegrations: false, stepDelayMs: 0 });
      const fast = (await settings({ mode: 'fast', stepDelayMs: 5_000 })).body;
      expect(fast.values).toMatchObject({ mode: 'fast', stepDelayMs: 5_000, disableIntegrations: false });
      expect(fast.effective).toMatchObject({
        mode: 'fast',
        stepDelayMs: 500,
        actionTimeoutMs: 15_000,
        viewport: { width: 400, height: 800 },
        disableIntegrations: false,
      });
      await admin('PATCH', '/organizations/me', { body: { platform: { disableIntegrations: false } } });
      const back = (await settings({ disableIntegrations: null, viewport: null, mode: null })).body;
      expect(back.values).toMatchObject({ mode: null, viewport: null, stepDelayMs: 5_000 });
      expect(back.effective).toMatchObject({
        mode: 'visual',
        stepDelayMs: 5_000,
        disableIntegrations: false,
      });
      expect((await admin('GET', `/test-flows/${id}/settings`)).body).toEqual(back);
    });

    test('settings of the organization hold for flows that inherit them, and for no other', async () => {
      const [heir, own] = [await add(), await add()];
      const delayOf = async ({ id }: Json) =>
        (await admin('GET', `/test-flows/${id}/settings`)).body.effective.stepDelayMs;
      await admin('PATCH', `/test-flows/${own.id}/settings`, { body: { stepDelayMs: 7 } });
      expect([await delayOf(heir), await delayOf(own)]).toEqual([1_000, 7]);
      const defaultTestFlowSettings = { stepDelayMs: 2_500 };
      await admin('PATCH', '/organizations/me', { body: { defaultTestFlowSettings } });
      expect([await delayOf(heir), await delayOf(own)]).toEqual([2_500, 7]);
    });

    test('O-5: settings refuse what is out of bounds', async () => {
      const { id } = await add();
      for (const body of [{}, { stepDelayMs: 5_001 }, { viewport: { width: 400 } }, { mode: 'slow' }]) {
        const reply = await admin('PATCH', `/test-flows/${id}/settings`, { body });
        expect(outcome(reply)).toEqual([400, 'validation-failed']);
      }
    });

    test('a schedule changes together with its next run', async () => {
      const { id } = await add();
      const schedule = (body: Json) => admin('PATCH', `/test-flows/${id}/schedule`, { body });
      const weekly = await schedule({ cadence: 'weekly', dayOfWeek: 'sunday', timezone: 'Asia/Tokyo' });
      expect(weekly.status).toBe(200);
      const due = new Date(weekly.body.nextRunAt);
      expect([due.getUTCDay(), due.getUTCHours()]).toEqual([6, 21]);
      expect((await admin('GET', `/test-flows/${id}/schedule`)).body.dayOfWeek).toBe('sunday');
      expect((await schedule({ enabled: false })).body.nextRunAt).toBeNull();
      const monthly = (await schedule({ cadence: 'monthly', dayOfMonth: 28, enabled: true })).body;
      expect(monthly).toMatchObject({ dayOfWeek: null, dayOfMonth: 28 });
      for (const body of [
        { cadence: 'weekly' },
        { dayOfMonth: null },
        { timezone: 'Mars/Base' },
        { hour: 24 },
      ]) {
        expect(outcome(await schedule(body))).toEqual([400, 'validation-failed']);
      }
    });

    test('notifications are the organization’s until the flow has its own', async () => {
      const { id } = await add();
      const rules = (body: Json) => admin('PATCH', `/test-flows/${id}/notifications`, { body });
      const fresh = (await admin('GET', `/test-flows/${id}/notifications`)).body;
      expect(fresh).toMatchObject({
        testFlowId: id,
        useOrganizationSettings: true,
        email: null,
        channelIds: [],
      });
      const email = { enabled: true, emailAddresses: ['dana@acme.example'], frequency: 'every-run' };
      const own = (await rules({ useOrganizationSettings: false, email })).body;
      expect(own).toMatchObject({
        useOrganizationSettings: false,
        email,
        effective: { email, channelIds: [] },
      });
      const kept = (await rules({ useOrganizationSettings: false, channelIds: [] })).body;
      expect(kept.email).toEqual(email);
      const silent = (await rules({ useOrganizationSettings: false, email: null })).body;
      expect([silent.email, silent.effective.email]).toEqual([null, null]);
      expect((await rules({ useOrganizationSettings: true })).body).toEqual(fresh);
      const channelIds = [randomUUID()];
      for (const body of [
        { useOrganizationSettings: true, email },
        { email },
        { useOrganizationSettings: false, channelIds },
      ]) {
        expect(outcome(await rules(body))).toEqual([400, 'validation-failed']);
      }
    });
  });

  test('listTestFlowTypes lists nine types with what each may hold', async () => {
    const { status, body } = await admin('GET', '/test-flows/types');
    expect([status, body.length]).toEqual([200, 9]);
    const custom = body.find(({ type }: Json) => type === 'custom');
    expect(custom).toMatchObject({ category: 'custom', generatesSteps: false, pluginSlug: null });
    expect(custom.stepTypes).not.toContain('place-order');
    const shop = body.find(({ type }: Json) => type === 'woocommerce');
    expect(shop.stepTypes).toContain('place-order');
    expect(shop.variables).toContain('ORDER_NOTES');
    expect(shop.variables).not.toContain('WEBSITE_URL');
    expect((await other('GET', '/test-flows/types')).body).toEqual(body);
  });
}
