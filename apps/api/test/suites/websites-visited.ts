import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { createTestIdentities, type TestIdentities } from '../../src/seed/test-identities.ts';
import type { Database } from '../../src/store/database.ts';
import { type Call, callerOf, type Json, type Reply, slugOf } from '../caller.ts';
import { type StandInSite, startStandInSite } from '../stand-in-site/stand-in-site.ts';
import { watchStatements } from './watch-statements.ts';

/** Operations that visit a website, with a real one on this machine, the same on every database. */
export function testWebsiteVisits(database: Database): void {
  const basicAuth = { username: 'staging', password: 'open sesame' };
  const watched = watchStatements(database);
  let app: App;
  let site: StandInSite;
  let identities: TestIdentities;
  let admin: Call;
  let collaborator: Call;
  let id: string;
  let website: string;

  beforeAll(async () => {
    app = await createApp({ database: watched, requestsPerMinute: 100_000, allowLoopback: true });
    site = await startStandInSite({ publicKey: app.sitePublicKey, basicAuth });
  });

  afterAll(async () => {
    await site.close();
    await app.close();
  });

  beforeEach(async () => {
    site.setTrouble(null);
    identities = await createTestIdentities(database);
    admin = callerOf(app.fetch, identities.admin.token);
    collaborator = callerOf(app.fetch, identities.collaborator.token);
    await database.kysely.deleteFrom('websites').where('url', '=', site.url).execute();
    const { body } = await admin('POST', '/websites', { body: { url: site.url, access: { basicAuth } } });
    id = body.id;
    website = `/websites/${id}`;
  });

  const outcome = (reply: Reply) => [reply.status, slugOf(reply)];
  const newUrl = () => `https://${randomUUID()}.acme-shop.com/`;

  async function restrictCollaborator(): Promise<string> {
    const member = await database.kysely
      .updateTable('members')
      .set({ all_websites: false })
      .where('user_id', '=', identities.collaborator.userId)
      .returning('id')
      .executeTakeFirstOrThrow();
    return member.id;
  }

  /** Lets the website move while it is visited; what the visitor then finds is of no use any more. */
  async function whileItMoves(visit: () => Promise<void>): Promise<void> {
    const server = createServer(async (_request, response) => {
      await admin('PATCH', website, { body: { url: newUrl() } });
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Safe: a server that listens on a port has an address with one.
    const { port } = server.address() as AddressInfo;
    try {
      await admin('PATCH', website, { body: { url: `http://127.0.0.1:${port}/` } });
      await visit();
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  describe('verifyWebsite', () => {
    test('finds the helper plugin, and keeps health, site info and products', async () => {
      const { status, body } = await admin('PATCH', `${website}/verify`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'connected', errorCode: null, pluginUpToDate: true });
      expect(body.checks.map((check: Json) => check.name)).toEqual([
        'dns',
        'tls',
        'http',
        'robots',
        'rest-api',
        'plugin',
      ]);
      expect((await admin('GET', `${website}/health`)).body).toEqual(body);
      expect((await admin('GET', website)).body).toMatchObject({
        woocommerce: true,
        connection: { status: 'connected', checkedAt: body.checkedAt },
      });
      expect((await admin('GET', `${website}/site-info`)).body).toMatchObject({
        websiteId: id,
        wordpressVersion: '6.8.1',
      });
    });

    test.each([
      ['plugin-absent', 'disconnected', 'plugin-not-found'],
      ['solidwp', 'blocked', 'blocked-by-security-plugin'],
      ['maintenance', 'disconnected', 'maintenance-mode'],
      ['endless-body', 'disconnected', 'http-error'],
      ['huge-header', 'disconnected', 'http-error'],
    ] as const)('answers 200 with what stands in the way: %s', async (trouble, status, errorCode) => {
      site.setTrouble(trouble);
      const reply = await admin('PATCH', `${website}/verify`);
      expect(reply.status).toBe(200);
      expect(reply.body).toMatchObject({ status, errorCode });
      expect((await admin('GET', `${website}/health`)).body).toEqual(reply.body);
    });

    test('keeps what was known of the website when it cannot be reached any more', async () => {
      await admin('PATCH', `${website}/verify`);
      site.setTrouble('maintenance');
      await admin('PATCH', `${website}/verify`);
      expect((await admin('GET', `${website}/site-info`)).status).toBe(200);
      const products = await admin('GET', `${website}/products`);
      expect(outcome(products)).toEqual([409, 'website-not-connected']);
    });

    test('a website without the right password is not connected', async () => {
      await admin('PATCH', website, { body: { access: { basicAuth: null } } });
      expect((await admin('PATCH', `${website}/verify`)).body).toMatchObject({
        status: 'disconnected',
        errorCode: 'http-error',
      });
    });

    test('a website that moves meanwhile stays unverified', async () => {
      await whileItMoves(async () => {
        const { status, body } = await admin('PATCH', `${website}/verify`);
        expect(status).toBe(200);
        expect(body).toMatchObject({ status: 'unverified', checkedAt: null, checks: [] });
      });
    });

    test('is open to a collaborator with the website only, and nothing is visited for others', async () => {
      const memberId = await restrictCollaborator();
      const visitsBefore = site.visits.length;
      expect(outcome(await collaborator('PATCH', `${website}/verify`))).toEqual([404, 'not-found']);
      expect(outcome(await collaborator('PATCH', `${website}/forms/sync`))).toEqual([404, 'not-found']);
      expect(site.visits.length).toBe(visitsBefore);
      await database.kysely
        .insertInto('member_websites')
        .values({ member_id: memberId, website_id: id })
        .execute();
      expect((await collaborator('PATCH', `${website}/verify`)).body).toMatchObject({ status: 'connected' });
      expect((await collaborator('PATCH', `${website}/forms/sync`)).body).toMatchObject({ added: 4 });
    });
  });

  describe('updateWebsite', () => {
    test('another URL forgets health, site info and products of the last one', async () => {
      await admin('PATCH', `${website}/verify`);
      await admin('PATCH', website, { body: { url: newUrl() } });
      const health = await admin('GET', `${website}/health`);
      expect(health.body).toMatchObject({ status: 'unverified', checkedAt: null, checks: [] });
      for (const what of ['site-info', 'products']) {
        expect(outcome(await admin('GET', `${website}/${what}`))).toEqual([409, 'website-not-connected']);
      }
    });

    test('the same URL written in another way forgets nothing', async () => {
      await admin('PATCH', `${website}/verify`);
      const before = await admin('GET', `${website}/health`);
      await admin('PATCH', website, { body: { url: site.url.replace(/\/$/, '') } });
      expect((await admin('GET', `${website}/health`)).body).toEqual(before.body);
    });
  });

  describe('listWebsiteProducts', () => {
    const namesOf = ({ body }: Reply): string[] => body.map(({ name }: Json) => name);

    test('is ordered by name, has the test product, and is narrowed by type and name', async () => {
      await admin('PATCH', `${website}/verify`);
      const all = await admin('GET', `${website}/products`);
      expect(namesOf(all)).toEqual([...namesOf(all)].sort());
      expect(namesOf(await admin('GET', `${website}/products?type=variable`))).toEqual(['Shirt']);
      expect(namesOf(await admin('GET', `${website}/products?type=other`))).toEqual([]);
      const testing = await admin('GET', `${website}/products?search=tESTING`);
      expect(testing.body).toMatchObject([{ isTestProduct: true }]);
    });

    test('is walked page by page', async () => {
      await admin('PATCH', `${website}/verify`);
      const all = await admin('GET', `${website}/products`);
      const first = await admin('GET', `${website}/products?limit=1`);
      expect(first.headers.get('x-total-count')).toBe(String(all.body.length));
      const cursor = first.headers.get('x-next-cursor');
      const rest = await admin('GET', `${website}/products?cursor=${cursor}`);
      expect([...first.body, ...rest.body]).toEqual(all.body);
    });
  });

  describe('syncWebsiteForms', () => {
    test('adds the forms of the website, and changes nothing the second time', async () => {
      const first = await admin('PATCH', `${website}/forms/sync`);
      expect(first.status).toBe(200);
      expect(first.body).toMatchObject({ websiteId: id, added: 4, updated: 0, missing: 0, total: 4 });
      const second = await admin('PATCH', `${website}/forms/sync`);
      expect(second.body).toMatchObject({ added: 0, updated: 0, missing: 0, total: 4 });
      const { body } = await admin('GET', `${website}/forms`);
      expect(body.map(({ name }: Json) => name)).toEqual([
        'Application',
        'Contact form',
        'Newsletter',
        'Quote',
      ]);
    });

    test('a form that is gone stays as missing; one that changed or came back is updated', async () => {
      await admin('PATCH', `${website}/forms/sync`);
      const { body: forms } = await admin('GET', `${website}/forms`);
      const [gone, changed, cameBack] = forms.map((form: Json) => form.id);
      // The website forgets a form when we remember one that it never had.
      const remember = (form: string, columns: Json) =>
        database.kysely.updateTable('website_forms').set(columns).where('id', '=', form).execute();
      await remember(gone, { external_id: 'of-yesterday' });
      await remember(changed, { name: 'Its old name' });
      await remember(cameBack, { status: 'missing' });
      const { body } = await admin('PATCH', `${website}/forms/sync`);
      expect(body).toMatchObject({ added: 1, updated: 2, missing: 1, total: 4 });
      const { body: after } = await admin('GET', `${website}/forms`);
      const states = new Map(after.map((form: Json) => [form.id, [form.name, form.status]]));
      expect(states.get(gone)).toEqual(['Application', 'missing']);
      expect(states.get(changed)).toEqual(['Contact form', 'present']);
      expect(states.get(cameBack)).toEqual(['Newsletter', 'present']);
      expect((await admin('PATCH', `${website}/forms/sync`)).body).toMatchObject({ missing: 1, total: 4 });
    });

    test('is 409 when the helper plugin does not answer, and forgets nothing', async () => {
      await admin('PATCH', `${website}/forms/sync`);
      site.setTrouble('plugin-absent');
      const reply = await admin('PATCH', `${website}/forms/sync`);
      expect(outcome(reply)).toEqual([409, 'website-not-connected']);
      expect((await admin('GET', `${website}/forms`)).body).toHaveLength(4);
    });

    test('is 409 when the website moves meanwhile', async () => {
      await whileItMoves(async () => {
        const reply = await admin('PATCH', `${website}/forms/sync`);
        expect(outcome(reply)).toEqual([409, 'website-not-connected']);
      });
    });
  });

  describe('I-1: the same key again', () => {
    const visited = async (work: () => Promise<Reply>): Promise<[Reply, boolean]> => {
      const before = site.visits.length;
      const reply = await work();
      return [reply, site.visits.length > before];
    };

    test.each(['verify', 'forms/sync'])('gives the answer of %s without another visit', async (action) => {
      const ask = (key: string) => visited(() => admin('PATCH', `${website}/${action}`, { key }));
      const key = randomUUID();
      const [first, isFirstVisited] = await ask(key);
      const [again, isAgainVisited] = await ask(key);
      expect([first.status, isFirstVisited]).toEqual([200, true]);
      expect(again.body).toEqual(first.body);
      expect([again.headers.get('idempotency-replayed'), isAgainVisited]).toEqual(['true', false]);
      expect((await ask(randomUUID()))[1]).toBe(true);
    });

    test('gives the new flow without a look at a website that is not connected any more', async () => {
      await admin('PATCH', `${website}/forms/sync`);
      const { body: forms } = await admin('GET', `${website}/forms`);
      const body = { websiteId: id, type: forms[0].plugin, formId: forms[0].id };
      const create = (key: string) => visited(() => admin('POST', '/test-flows', { body, key }));
      const key = randomUUID();
      const [first, isFirstVisited] = await create(key);
      expect([first.status, isFirstVisited]).toEqual([201, true]);
      await admin('PATCH', website, { body: { access: { basicAuth: null } } });
      await admin('PATCH', `${website}/verify`);
      const [again, isAgainVisited] = await create(key);
      expect([again.status, again.body.id, isAgainVisited]).toEqual([201, first.body.id, false]);
      const [refused, isRefusedVisited] = await create(randomUUID());
      expect([...outcome(refused), isRefusedVisited]).toEqual([409, 'website-not-connected', true]);
    });
  });
}
