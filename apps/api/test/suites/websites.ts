import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { initialSchedule } from '../../src/domain/organization-defaults.ts';
import { createTestIdentities, type TestIdentities } from '../../src/seed/test-identities.ts';
import type { Database } from '../../src/store/database.ts';
import { type Call, callerOf, type Json, newKey, type Reply, slugOf } from '../caller.ts';
import { watchStatements } from './watch-statements.ts';

/** The group Websites as far as no website is visited, the same on every database. */
export function testWebsites(database: Database): void {
  const watched = watchStatements(database);
  let app: App;
  let identities: TestIdentities;
  let admin: Call;
  let collaborator: Call;
  let other: Call;

  beforeAll(async () => {
    app = await createApp({ database: watched, requestsPerMinute: 100_000 });
  });

  beforeEach(async () => {
    identities = await createTestIdentities(database);
    admin = callerOf(app.fetch, identities.admin.token);
    collaborator = callerOf(app.fetch, identities.collaborator.token);
    other = callerOf(app.fetch, identities.other.token);
  });

  const outcome = (reply: Reply) => [reply.status, slugOf(reply)];
  const newUrl = () => `https://${randomUUID()}.acme-shop.com/`;

  async function add(body: Json = {}): Promise<Json> {
    const reply = await admin('POST', '/websites', { body: { url: newUrl(), ...body } });
    expect(reply.status).toBe(201);
    return reply.body;
  }

  /** The collaborator may access these websites only. */
  async function restrictTo(...websiteIds: string[]): Promise<void> {
    const { userId } = identities.collaborator;
    const member = await database.kysely
      .updateTable('members')
      .set({ all_websites: false })
      .where('user_id', '=', userId)
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const websiteId of websiteIds) {
      await database.kysely
        .insertInto('member_websites')
        .values({ member_id: member.id, website_id: websiteId })
        .execute();
    }
  }

  async function addFlow(websiteId: string, columns: Json = {}): Promise<string> {
    const { id } = await database.kysely
      .insertInto('test_flows')
      .values({
        organization_id: identities.admin.organizationId,
        website_id: websiteId,
        name: 'flow',
        schedule: JSON.stringify(initialSchedule),
        ...columns,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async function addForm(websiteId: string, name: string, columns: Json = {}): Promise<string> {
    const { id } = await database.kysely
      .insertInto('website_forms')
      .values({
        organization_id: identities.admin.organizationId,
        website_id: websiteId,
        plugin: 'wpforms',
        external_id: randomUUID(),
        name,
        pages: JSON.stringify([{ externalId: '2', url: 'https://shop.acme-shop.com/contact/' }]),
        ...columns,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async function connect(websiteId: string, woocommerce: boolean): Promise<void> {
    await database.kysely
      .updateTable('websites')
      .set({ connection_status: 'connected', woocommerce })
      .where('id', '=', websiteId)
      .execute();
  }

  /** The websites whose connection is to be checked. */
  async function checksToCome(): Promise<string[]> {
    const { rows } = await sql<{ websiteId: string }>`
      select data ->> 'websiteId' as "websiteId" from pgboss.job
      where name = 'check-website' and data ->> 'organizationId' = ${identities.admin.organizationId}
    `.execute(database.kysely);
    return rows.map(({ websiteId }) => websiteId);
  }

  describe('createWebsite', () => {
    test('adds a website that is not yet verified', async () => {
      const host = `${randomUUID()}.acme-shop.com`;
      const { status, headers, body } = await admin('POST', '/websites', {
        body: { url: `HTTPS://${host.toUpperCase()}:443` },
      });
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/api/v1/websites/${body.id}`);
      expect(body).toMatchObject({
        name: host,
        url: `https://${host}/`,
        status: 'active',
        pausedAt: null,
        connection: { status: 'unverified', checkedAt: null, errorCode: null },
        access: { hasBasicAuth: false, basicAuth: null, ignoreTlsErrors: false },
        woocommerce: null,
        testFlowCount: 0,
        lastRun: null,
        createdBy: { id: identities.admin.userId },
      });
    });

    test('leaves a job that checks the connection, and none when the website is refused', async () => {
      const website = await add();
      await admin('POST', '/websites', { body: { url: website.url } });
      expect(await checksToCome()).toEqual([website.id]);
    });

    test('keeps a password sealed and shows the user name only', async () => {
      const basicAuth = { username: 'staging', password: 'open sesame' };
      const website = await add({ access: { basicAuth, ignoreTlsErrors: true } });
      expect(website.access).toEqual({
        hasBasicAuth: true,
        basicAuth: { username: 'staging' },
        ignoreTlsErrors: true,
      });
      const row = await database.kysely
        .selectFrom('websites')
        .selectAll()
        .where('id', '=', website.id)
        .executeTakeFirstOrThrow();
      expect(JSON.stringify(row)).not.toContain('sesame');
      expect(row.basic_auth_password?.includes('sesame')).toBe(false);
    });

    test.each([
      'http://127.0.0.1/',
      'http://127.1/',
      'http://2130706433/',
      'http://[::1]/',
      'http://10.0.0.8/',
      'http://169.254.169.254/',
      'http://localhost/',
      'http://shop.acme-shop.com:22/',
    ])('S-1: refuses %s', async (url) => {
      const reply = await admin('POST', '/websites', { body: { url } });
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors).toMatchObject([{ pointer: '/url' }]);
    });

    test('refuses a URL that this or another organization has', async () => {
      const { url } = await add();
      const again = { body: { url: url.toUpperCase() } };
      expect(outcome(await admin('POST', '/websites', again))).toEqual([409, 'website-already-registered']);
      expect(outcome(await other('POST', '/websites', again))).toEqual([409, 'website-already-registered']);
    });

    test('takes a host with the final dot of DNS for the same host', async () => {
      const { url } = await add();
      const again = { body: { url: url.replace('.com/', '.com./') } };
      expect(outcome(await other('POST', '/websites', again))).toEqual([409, 'website-already-registered']);
    });

    test('takes a URL of 2048 characters as stored, and refuses a longer one', async () => {
      const urlOf = (length: number) => newUrl().padEnd(length, 'a');
      await add({ url: urlOf(2_047) });
      await add({ url: `${urlOf(2_047)}/` });
      const reply = await admin('POST', '/websites', { body: { url: urlOf(2_048) } });
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors).toMatchObject([{ pointer: '/url', code: 'maxLength' }]);
    });

    test('O-15: of ten at once with the same URL one is added and nine are 409', async () => {
      const url = newUrl();
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 === 0 ? admin : other)('POST', '/websites', { body: { url } }),
        ),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    });

    test('replays for the same key', async () => {
      const key = newKey();
      const body = { url: newUrl() };
      const first = await admin('POST', '/websites', { body, key });
      const second = await admin('POST', '/websites', { body, key });
      expect(second.body).toEqual(first.body);
      expect(second.headers.get('idempotency-replayed')).toBe('true');
    });

    test('is for admins', async () => {
      const reply = await collaborator('POST', '/websites', { body: { url: newUrl() } });
      expect(outcome(reply)).toEqual([403, 'insufficient-role']);
    });
  });

  describe('listWebsites', () => {
    test('is ordered newest first, and by name or age when asked', async () => {
      const names = async (query: string) =>
        (await admin('GET', `/websites${query}`)).body.map(({ name }: Json) => name);
      for (const name of ['Beta', 'alpha', 'Gamma']) await add({ name });
      expect(await names('')).toEqual(['Gamma', 'alpha', 'Beta']);
      expect(await names('?sort=createdAt')).toEqual(['Beta', 'alpha', 'Gamma']);
      expect(await names('?sort=name')).toEqual(['Beta', 'Gamma', 'alpha']);
    });

    test('is narrowed by status, connection and a part of name or URL', async () => {
      const shop = await add({ name: '50% Shop' });
      const blog = await add({ name: 'Blog' });
      await admin('PATCH', `/websites/${blog.id}/pause`);
      await connect(shop.id, false);
      const ids = async (query: string) =>
        (await admin('GET', `/websites?${query}`)).body.map(({ id }: Json) => id);
      expect(await ids('status=paused')).toEqual([blog.id]);
      expect(await ids('connectionStatus=connected')).toEqual([shop.id]);
      expect(await ids('search=50%25%20sHOP')).toEqual([shop.id]);
      expect(await ids(`search=${new URL(blog.url).hostname.slice(0, 20)}`)).toEqual([blog.id]);
      expect(await ids('search=_')).toEqual([]);
      expect(await ids('status=paused&connectionStatus=connected')).toEqual([]);
    });

    test('is narrowed to a time of creation, from inclusive, to exclusive', async () => {
      const website = await add();
      await database.kysely
        .updateTable('websites')
        .set({ created_at: new Date('2026-05-01T00:00:00Z') })
        .where('id', '=', website.id)
        .execute();
      const found = async (query: string) => {
        const { headers, body } = await admin('GET', `/websites?${query}`);
        expect(headers.get('x-total-count')).toBe(String(body.length));
        return body.length;
      };
      expect(await found('createdAfter=2026-05-01T00:00:00Z')).toBe(1);
      expect(await found('createdAfter=2026-05-01T00:00:00.001Z')).toBe(0);
      expect(await found('createdBefore=2026-05-01T00:00:00Z')).toBe(0);
      expect(await found('createdBefore=2026-05-01T02:00:00.001%2B02:00')).toBe(1);
      expect(await found('createdAfter=2026-05-01T00:00:00Z&createdBefore=2026-05-01T00:00:00Z')).toBe(0);
    });

    test('refuses a createdAfter behind createdBefore', async () => {
      const query = 'createdAfter=2026-06-01T00:00:00Z&createdBefore=2026-05-01T00:00:00Z';
      const reply = await admin('GET', `/websites?${query}`);
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors).toMatchObject([{ pointer: 'query/createdAfter' }]);
    });

    test('is walked page by page, in every order', async () => {
      const added: string[] = [];
      for (let index = 0; index < 5; index += 1) added.push((await add({ name: 'Same' })).id);
      for (const sort of ['name', 'createdAt', '-createdAt']) {
        const seen: string[] = [];
        let cursor: string | null = '';
        while (cursor !== null) {
          const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
          const page: Reply = await admin('GET', `/websites?sort=${sort}&limit=2${query}`);
          expect(page.headers.get('x-total-count')).toBe('5');
          seen.push(...page.body.map(({ id }: Json) => id));
          cursor = page.headers.get('x-next-cursor');
        }
        expect([...seen].sort()).toEqual([...added].sort());
      }
    });

    test('shows a collaborator the websites they were given, and nobody those of others', async () => {
      const shop = await add();
      await add();
      await restrictTo(shop.id);
      expect((await collaborator('GET', '/websites')).body.map(({ id }: Json) => id)).toEqual([shop.id]);
      expect((await other('GET', '/websites')).body).toEqual([]);
    });

    test('P-4: a cursor of another filter is refused', async () => {
      for (let index = 0; index < 2; index += 1) await add();
      const { headers } = await admin('GET', '/websites?limit=1');
      const cursor = headers.get('x-next-cursor');
      for (const filter of ['status=active', 'createdAfter=2026-05-01T00:00:00Z']) {
        const reply = await admin('GET', `/websites?limit=1&${filter}&cursor=${cursor}`);
        expect(outcome(reply)).toEqual([400, 'invalid-cursor']);
      }
      expect((await admin('GET', `/websites?limit=1&cursor=${cursor}`)).status).toBe(200);
    });
  });

  describe('a website that the caller may not access', () => {
    const calls: readonly (readonly [string, string, Json?])[] = [
      ['GET', ''],
      ['PATCH', '', { name: 'Taken over' }],
      ['DELETE', ''],
      ['PATCH', '/pause'],
      ['PATCH', '/resume'],
      ['PATCH', '/verify'],
      ['GET', '/health'],
      ['GET', '/site-info'],
      ['GET', '/forms'],
      ['PATCH', '/forms/sync'],
      ['GET', '/products'],
    ];

    test.each(calls)('O-1: is not found by %s %s, and stays as it is', async (method, path, body) => {
      const website = await add();
      const options = body === undefined ? {} : { body };
      for (const id of [website.id, randomUUID(), 'abc-123']) {
        expect(outcome(await other(method, `/websites/${id}${path}`, options))).toEqual([404, 'not-found']);
      }
      expect((await admin('GET', `/websites/${website.id}`)).body).toEqual(website);
    });

    test('is not found by a collaborator who was not given it', async () => {
      const [given, website] = [await add(), await add()];
      await restrictTo(given.id);
      expect((await collaborator('GET', `/websites/${given.id}`)).status).toBe(200);
      expect(outcome(await collaborator('GET', `/websites/${website.id}`))).toEqual([404, 'not-found']);
      expect(outcome(await collaborator('GET', `/websites/${website.id}/forms`))).toEqual([404, 'not-found']);
    });
  });

  describe('updateWebsite', () => {
    test('changes what is given and leaves the rest', async () => {
      const basicAuth = { username: 'staging', password: 'open sesame' };
      const website = await add({ name: 'Shop', access: { basicAuth } });
      const path = `/websites/${website.id}`;
      const renamed = await admin('PATCH', path, { body: { name: 'Store' } });
      expect(renamed.body).toMatchObject({ name: 'Store', url: website.url, access: website.access });
      const lax = await admin('PATCH', path, { body: { access: { ignoreTlsErrors: true } } });
      expect(lax.body.access).toEqual({ ...website.access, ignoreTlsErrors: true });
      const open = await admin('PATCH', path, { body: { access: { basicAuth: null } } });
      expect(open.body.access).toEqual({ hasBasicAuth: false, basicAuth: null, ignoreTlsErrors: true });
    });

    test('another URL is unverified, and the pages of its test flows follow', async () => {
      const website = await add();
      await connect(website.id, true);
      const flow = await addFlow(website.id, { page_url: `${website.url}contact/?a=1` });
      const elsewhere = await addFlow(website.id, { page_url: 'https://pay.acme-shop.com/' });
      const unsafe = await addFlow(website.id, { page_url: `${website.url.replace('https', 'http')}old/` });
      const untouched = (await admin('GET', `/test-flows/${elsewhere}`)).body.updatedAt;
      const url = `${newUrl()}shop/`;
      const { body } = await admin('PATCH', `/websites/${website.id}`, { body: { url } });
      expect(body).toMatchObject({ url, woocommerce: null, connection: { status: 'unverified' } });
      const pages = await database.kysely
        .selectFrom('test_flows')
        .select(['id', 'page_url'])
        .where('website_id', '=', website.id)
        .execute();
      expect(new Map(pages.map((page) => [page.id, page.page_url]))).toEqual(
        new Map([
          [flow, `${url}contact/?a=1`],
          [elsewhere, 'https://pay.acme-shop.com/'],
          [unsafe, `${new URL(url).origin}/old/`],
        ]),
      );
      expect((await admin('GET', `/test-flows/${elsewhere}`)).body.updatedAt).toBe(untouched);
      expect((await admin('GET', `/test-flows/${flow}`)).body.updatedAt > untouched).toBe(true);
    });

    test('a page whose address would become too long becomes the front page', async () => {
      const website = await add();
      const flow = await addFlow(website.id, { page_url: `${website.url}${'a'.repeat(1_990)}` });
      const url = `${newUrl()}${'b'.repeat(80)}/`;
      expect((await admin('PATCH', `/websites/${website.id}`, { body: { url } })).status).toBe(200);
      expect((await admin('GET', `/test-flows/${flow}`)).body.pageUrl).toBe(url);
    });

    test('another URL leaves a job that checks it; what is refused, or moves nothing, leaves none', async () => {
      const [website, taken] = [await add(), await add()];
      const atFirst = [website.id, taken.id];
      const change = (body: Json) => admin('PATCH', `/websites/${website.id}`, { body });
      expect((await change({ name: 'Store', access: { ignoreTlsErrors: true } })).status).toBe(200);
      expect((await change({ url: website.url.toUpperCase() })).status).toBe(200);
      expect((await change({ url: taken.url })).status).toBe(409);
      expect(await checksToCome()).toEqual(atFirst);
      expect((await change({ url: newUrl() })).status).toBe(200);
      expect(await checksToCome()).toEqual([...atFirst, website.id]);
    });

    test('refuses the URL of another website and changes nothing, with a key and without', async () => {
      const [website, taken] = [await add(), await add()];
      for (const key of [undefined, newKey()]) {
        const options = { body: { url: taken.url, name: 'Changed' }, ...(key === undefined ? {} : { key }) };
        const reply = await admin('PATCH', `/websites/${website.id}`, options);
        expect(outcome(reply)).toEqual([409, 'website-already-registered']);
      }
      expect((await admin('GET', `/websites/${website.id}`)).body).toEqual(website);
    });

    test('refuses a private URL', async () => {
      const website = await add();
      const reply = await admin('PATCH', `/websites/${website.id}`, { body: { url: 'http://192.168.0.1/' } });
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
    });

    test('is for admins', async () => {
      const website = await add();
      const reply = await collaborator('PATCH', `/websites/${website.id}`, { body: { name: 'Mine' } });
      expect(outcome(reply)).toEqual([403, 'insufficient-role']);
    });
  });

  test('a name is kept without the blanks around it, and one of blanks only is refused', async () => {
    const website = await add({ name: ' Shop\t' });
    expect(website.name).toBe('Shop');
    const rename = (name: string) => admin('PATCH', `/websites/${website.id}`, { body: { name } });
    expect((await rename('  My  store\n')).body.name).toBe('My  store');
    for (const reply of [
      await rename(' '),
      await admin('POST', '/websites', { body: { url: newUrl(), name: '\u00a0\n' } }),
    ]) {
      expect(outcome(reply)).toEqual([400, 'validation-failed']);
      expect(reply.body.errors[0].pointer).toBe('/name');
    }
  });

  describe('deleteWebsite', () => {
    test('takes flows, steps and forms along, and keeps test runs', async () => {
      const website = await add();
      const form = await addForm(website.id, 'Contact');
      const flow = await addFlow(website.id, { form_id: form, setup_status: 'ready' });
      const step = { type: 'click', params: { selector: '#send' } };
      expect((await admin('POST', `/test-flows/${flow}/steps`, { body: step })).status).toBe(201);
      const run = await database.kysely
        .insertInto('test_runs')
        .values({
          organization_id: identities.admin.organizationId,
          website_id: website.id,
          test_flow_id: flow,
          trigger: 'api',
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const audit = await database.kysely
        .insertInto('ux_audits')
        .values({ organization_id: identities.admin.organizationId, website_id: website.id, score: null })
        .returning('id')
        .executeTakeFirstOrThrow();
      expect((await admin('DELETE', `/websites/${website.id}`)).status).toBe(204);
      expect(outcome(await admin('GET', `/websites/${website.id}`))).toEqual([404, 'not-found']);
      expect(outcome(await admin('DELETE', `/websites/${website.id}`))).toEqual([404, 'not-found']);
      const kept = await database.kysely
        .selectFrom('test_runs')
        .select(['website_id', 'test_flow_id'])
        .where('id', '=', run.id)
        .executeTakeFirstOrThrow();
      expect(kept).toEqual({ website_id: null, test_flow_id: null });
      const audits = database.kysely.selectFrom('ux_audits').where('id', '=', audit.id);
      expect(await audits.select('website_id').execute()).toEqual([{ website_id: null }]);
      const left = sql<{ count: number }>`
        select (select count(*) from test_flows where id = ${flow})::int
          + (select count(*) from test_steps where test_flow_id = ${flow})::int
          + (select count(*) from website_forms where id = ${form})::int as count`;
      expect((await left.execute(database.kysely)).rows).toEqual([{ count: 0 }]);
    });

    test('cancels the runs that are not over, also one that is asked for at the same time', async () => {
      const website = await add();
      const flow = await addFlow(website.id, { setup_status: 'ready' });
      const step = { type: 'click', params: { selector: '#send' } };
      await admin('POST', `/test-flows/${flow}/steps`, { body: step });
      const over = (await admin('POST', `/test-flows/${flow}/run`)).body.id;
      await database.kysely
        .updateTable('test_runs')
        .set({ status: 'passed' })
        .where('id', '=', over)
        .execute();
      const waiting = (await admin('POST', `/test-flows/${flow}/run`)).body.id;
      const [removed, started] = await Promise.all([
        admin('DELETE', `/websites/${website.id}`),
        admin('POST', `/test-flows/${flow}/run`),
      ]);
      expect(removed.status).toBe(204);
      expect([201, 404]).toContain(started.status);
      const runs = await database.kysely
        .selectFrom('test_runs')
        .select(['id', 'status'])
        .where('organization_id', '=', identities.admin.organizationId)
        .execute();
      const statuses = new Map(runs.map(({ id, status }) => [id, status]));
      expect([statuses.get(over), statuses.get(waiting)]).toEqual(['passed', 'canceled']);
      if (started.status === 201) expect(statuses.get(started.body.id)).toBe('canceled');
    });

    test('is for admins', async () => {
      const website = await add();
      const reply = await collaborator('DELETE', `/websites/${website.id}`);
      expect(outcome(reply)).toEqual([403, 'insufficient-role']);
      expect((await admin('GET', `/websites/${website.id}`)).status).toBe(200);
    });

    test('frees the URL for another organization', async () => {
      const website = await add();
      await admin('DELETE', `/websites/${website.id}`);
      expect((await other('POST', '/websites', { body: { url: website.url } })).status).toBe(201);
    });
  });

  describe('pauseWebsite and resumeWebsite', () => {
    test('pause and resume; doing it twice changes nothing', async () => {
      const website = await add();
      const path = `/websites/${website.id}`;
      const paused = await admin('PATCH', `${path}/pause`);
      expect(paused.body).toMatchObject({ status: 'paused', pausedAt: expect.any(String) });
      expect((await admin('PATCH', `${path}/pause`)).body).toEqual(paused.body);
      const resumed = await admin('PATCH', `${path}/resume`);
      expect(resumed.body).toMatchObject({ status: 'active', pausedAt: null });
      expect((await admin('PATCH', `${path}/resume`)).body).toEqual(resumed.body);
    });

    test('leave the own state of each flow', async () => {
      const website = await add();
      const flows = [await addFlow(website.id), await addFlow(website.id, { status: 'paused' })];
      for (const action of ['pause', 'resume']) {
        await admin('PATCH', `/websites/${website.id}/${action}`);
        const rows = await database.kysely
          .selectFrom('test_flows')
          .select(['id', 'status'])
          .where('website_id', '=', website.id)
          .execute();
        const states = new Map(rows.map(({ id, status }) => [id, status]));
        expect(flows.map((id) => states.get(id))).toEqual(['active', 'paused']);
      }
    });

    test('are for admins', async () => {
      const website = await add();
      for (const action of ['pause', 'resume']) {
        const reply = await collaborator('PATCH', `/websites/${website.id}/${action}`);
        expect(outcome(reply)).toEqual([403, 'insufficient-role']);
      }
    });
  });

  describe('a website that was never connected', () => {
    test('has health without checks, and no forms', async () => {
      const website = await add();
      expect((await admin('GET', `/websites/${website.id}/health`)).body).toEqual({
        websiteId: website.id,
        status: 'unverified',
        checkedAt: null,
        pluginVersion: null,
        pluginUpToDate: null,
        minimumPluginVersion: '2.1.0',
        errorCode: null,
        blockedBy: null,
        checks: [],
      });
      expect((await admin('GET', `/websites/${website.id}/forms`)).body).toEqual([]);
    });

    test.each(['site-info', 'products'])('is 409 for %s', async (what) => {
      const website = await add();
      const reply = await admin('GET', `/websites/${website.id}/${what}`);
      expect(outcome(reply)).toEqual([409, 'website-not-connected']);
    });
  });

  describe('listWebsiteForms', () => {
    test('is ordered by name and narrowed by plugin, name and test flow', async () => {
      const website = await add();
      const contact = await addForm(website.id, 'Contact');
      const signUp = await addForm(website.id, 'Sign up', { plugin: 'ninja-forms', status: 'missing' });
      const flow = await addFlow(website.id, { form_id: contact });
      const ids = async (query = '') =>
        (await admin('GET', `/websites/${website.id}/forms${query}`)).body.map(({ id }: Json) => id);
      expect(await ids()).toEqual([contact, signUp]);
      expect(await ids('?plugin=ninja-forms')).toEqual([signUp]);
      expect(await ids('?search=CONT')).toEqual([contact]);
      expect(await ids('?hasTestFlow=true')).toEqual([contact]);
      expect(await ids('?hasTestFlow=false')).toEqual([signUp]);
      const { body } = await admin('GET', `/websites/${website.id}/forms?limit=1`);
      expect(body).toMatchObject([{ websiteId: website.id, testFlowIds: [flow], status: 'present' }]);
    });
  });

  describe('listWebsiteProducts', () => {
    test('is 409 while WooCommerce is not active', async () => {
      const website = await add();
      await connect(website.id, false);
      const reply = await admin('GET', `/websites/${website.id}/products`);
      expect(outcome(reply)).toEqual([409, 'woocommerce-not-active']);
    });
  });
}
