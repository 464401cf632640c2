import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { createTestIdentities } from '../src/seed/test-identities.ts';
import { type Call, callerOf, type Json, slugOf } from './caller.ts';
import { openPostgres } from './databases.ts';
import { startStandInSite } from './stand-in-site/stand-in-site.ts';

/** Operations that visit a website, with a real one on this machine. */
const database = await openPostgres();
const app = await createApp({ database, requestsPerMinute: 100_000, allowLoopback: true });
const basicAuth = { username: 'staging', password: 'open sesame' };
const site = await startStandInSite({ publicKey: app.sitePublicKey, basicAuth });

afterAll(async () => {
  await site.close();
  await app.close();
  await database.close();
});

let admin: Call;
let website: string;

beforeEach(async () => {
  site.setTrouble(null);
  const identities = await createTestIdentities(database);
  admin = callerOf(app.fetch, identities.admin.token);
  await database.kysely.deleteFrom('websites').where('url', '=', site.url).execute();
  const { body } = await admin('POST', '/websites', { body: { url: site.url, access: { basicAuth } } });
  website = `/websites/${body.id}`;
});

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
    expect((await admin('GET', `${website}/site-info`)).body).toMatchObject({ wordpressVersion: '6.8.1' });
    const products = await admin('GET', `${website}/products?type=variable`);
    expect(products.body).toMatchObject([{ id: '311', name: 'Shirt', isTestProduct: false }]);
    expect((await admin('GET', `${website}/products?search=testing`)).body).toMatchObject([
      { isTestProduct: true },
    ]);
  });

  test.each([
    ['plugin-absent', 'disconnected', 'plugin-not-found'],
    ['solidwp', 'blocked', 'blocked-by-security-plugin'],
    ['maintenance', 'disconnected', 'maintenance-mode'],
    ['endless-body', 'disconnected', 'http-error'],
  ] as const)('answers 200 with what stands in the way: %s', async (trouble, status, errorCode) => {
    site.setTrouble(trouble);
    const reply = await admin('PATCH', `${website}/verify`);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ status, errorCode });
  });

  test('keeps what was known of the website when it cannot be reached any more', async () => {
    await admin('PATCH', `${website}/verify`);
    site.setTrouble('maintenance');
    await admin('PATCH', `${website}/verify`);
    expect((await admin('GET', `${website}/site-info`)).status).toBe(200);
    const products = await admin('GET', `${website}/products`);
    expect([products.status, slugOf(products)]).toEqual([409, 'website-not-connected']);
  });

  test('a website without the right password is not connected', async () => {
    await admin('PATCH', website, { body: { access: { basicAuth: null } } });
    expect((await admin('PATCH', `${website}/verify`)).body).toMatchObject({
      status: 'disconnected',
      errorCode: 'http-error',
    });
  });
});

describe('syncWebsiteForms', () => {
  test('adds the forms of the website, and changes nothing the second time', async () => {
    const first = await admin('PATCH', `${website}/forms/sync`);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ added: 4, updated: 0, missing: 0, total: 4 });
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

  test('is 409 when the helper plugin does not answer, and forgets nothing', async () => {
    await admin('PATCH', `${website}/forms/sync`);
    site.setTrouble('plugin-absent');
    const reply = await admin('PATCH', `${website}/forms/sync`);
    expect([reply.status, slugOf(reply)]).toEqual([409, 'website-not-connected']);
    expect((await admin('GET', `${website}/forms`)).body).toHaveLength(4);
  });

  test('replays for the same key', async () => {
    const key = randomUUID();
    const first = await admin('PATCH', `${website}/forms/sync`, { key });
    const second = await admin('PATCH', `${website}/forms/sync`, { key });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });
});
