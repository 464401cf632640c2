import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SiteAccess } from '../src/helper-plugin/ask-plugin.ts';
import { ConnectionTrouble } from '../src/helper-plugin/connection-trouble.ts';
import { createHelperPlugin, type HelperPlugin } from '../src/helper-plugin/helper-plugin.ts';
import {
  createPluginKeys,
  exportPluginKeys,
  exportPublicKey,
  importPluginKeys,
  type PluginKeys,
} from '../src/helper-plugin/plugin-keys.ts';
import { isUpToDate } from '../src/helper-plugin/plugin-version.ts';
import { parseForms } from '../src/helper-plugin/read-forms.ts';
import { parseProducts } from '../src/helper-plugin/read-products.ts';
import { parseSiteInfo } from '../src/helper-plugin/read-site-info.ts';
import { isDisallowed } from '../src/helper-plugin/robots-rules.ts';
import { signPluginToken } from '../src/helper-plugin/sign-plugin-token.ts';
import { createOutgoing } from '../src/outgoing/outgoing.ts';
import { type StandInSite, startStandInSite } from './stand-in-site/stand-in-site.ts';
import type { Trouble } from './stand-in-site/trouble.ts';

let keys: PluginKeys;
let site: StandInSite;
let access: SiteAccess;
let plugin: HelperPlugin;
const outgoing = createOutgoing({ allowLoopback: true, timeoutMs: 5_000 });

beforeAll(async () => {
  keys = await createPluginKeys();
  site = await startStandInSite({ publicKey: async () => exportPublicKey(keys) });
  access = { url: site.url, basicAuth: null, ignoreTlsErrors: false };
  plugin = createHelperPlugin({ outgoing, keys });
});

beforeEach(() => site.setTrouble(null));

afterAll(async () => {
  await site.close();
});

describe('the health of a website', () => {
  test('is connected when the plugin answers, with six checks in their order', async () => {
    expect(await plugin.checkHealth(access)).toEqual({
      status: 'connected',
      pluginVersion: '2.1.0',
      pluginUpToDate: true,
      minimumPluginVersion: '2.1.0',
      errorCode: null,
      blockedBy: null,
      checks: [
        { name: 'dns', status: 'passed', message: null, durationMs: expect.any(Number) },
        {
          name: 'tls',
          status: 'skipped',
          message: 'The website is not served over HTTPS.',
          durationMs: null,
        },
        { name: 'http', status: 'passed', message: null, durationMs: expect.any(Number) },
        { name: 'robots', status: 'passed', message: null, durationMs: expect.any(Number) },
        { name: 'rest-api', status: 'passed', message: null, durationMs: expect.any(Number) },
        { name: 'plugin', status: 'passed', message: null, durationMs: expect.any(Number) },
      ],
    });
  });

  test('is connected with an old plugin, and says what it is too old for', async () => {
    site.setTrouble('old-version');
    const health = await plugin.checkHealth(access);
    expect(health).toMatchObject({
      status: 'connected',
      pluginVersion: '2.0.26',
      pluginUpToDate: false,
      errorCode: null,
    });
    expect(health.checks.at(-1)).toMatchObject({
      name: 'plugin',
      status: 'passed',
      message: 'Version 2.1.0 or newer is needed to suppress WooCommerce integrations.',
    });
  });

  test('is connected when robots.txt disallows bots, and says so', async () => {
    site.setTrouble('robots-disallowed');
    const health = await plugin.checkHealth(access);
    expect(health.status).toBe('connected');
    expect(health.checks[3]).toMatchObject({
      name: 'robots',
      message: expect.stringContaining('disallows CheckView'),
    });
  });

  const troubles: readonly (readonly [Trouble, string, string, string | null, string])[] = [
    ['solidwp', 'blocked', 'blocked-by-security-plugin', 'solidwp-security', 'rest-api'],
    ['defender', 'blocked', 'blocked-by-security-plugin', 'defender-pro', 'http'],
    ['rest-api-forbidden', 'blocked', 'rest-api-blocked', null, 'rest-api'],
    ['token-rejected', 'blocked', 'plugin-rejected-request', null, 'plugin'],
    ['plugin-absent', 'disconnected', 'plugin-not-found', null, 'plugin'],
    ['wrong-shapes', 'disconnected', 'plugin-not-found', null, 'plugin'],
    ['not-json', 'disconnected', 'http-error', null, 'plugin'],
    ['maintenance', 'disconnected', 'maintenance-mode', null, 'http'],
    ['server-error', 'disconnected', 'http-error', null, 'http'],
    ['silent', 'disconnected', 'timeout', null, 'http'],
    ['huge-body', 'disconnected', 'http-error', null, 'http'],
    ['endless-body', 'disconnected', 'http-error', null, 'http'],
    ['huge-header', 'disconnected', 'http-error', null, 'http'],
    ['redirect-chain', 'disconnected', 'http-error', null, 'http'],
  ];

  test.each(troubles)(
    'O-12: a site with %s is %s: %s',
    async (trouble, status, errorCode, blockedBy, failing) => {
      site.setTrouble(trouble);
      const quick = createHelperPlugin({
        outgoing: createOutgoing({ allowLoopback: true, timeoutMs: 1_500 }),
        keys,
      });
      const health = await quick.checkHealth(access, { pluginVersion: '2.0.26' });
      expect(health).toMatchObject({
        status,
        errorCode,
        blockedBy,
        pluginVersion: '2.0.26',
        pluginUpToDate: false,
      });
      const place = health.checks.findIndex(({ name }) => name === failing);
      expect(health.checks[place]).toMatchObject({ status: 'failed', message: expect.stringMatching(/\.$/) });
      for (const check of health.checks.slice(place + 1)) {
        expect(check).toMatchObject({ status: 'skipped', durationMs: null });
      }
      expect(health.checks).toHaveLength(6);
    },
  );

  test('SolidWP Security is named with the next step', async () => {
    site.setTrouble('solidwp');
    const { checks } = await plugin.checkHealth(access);
    expect(checks[4]?.message).toBe(
      'SolidWP Security answered 403. Add the addresses of CheckView to its allowlist.',
    );
  });

  test('fails at DNS for a name that leads nowhere or to a private address', async () => {
    for (const addresses of [[], ['10.0.0.1']] as const) {
      const resolver = async () => addresses.map((address) => ({ address, family: 4 as const }));
      const far = createHelperPlugin({ outgoing: createOutgoing({ resolver }), keys });
      const health = await far.checkHealth({ ...access, url: 'https://shop.acme.example/' });
      expect(health).toMatchObject({ status: 'disconnected', errorCode: 'dns-failed', pluginVersion: null });
      expect(health.checks.map(({ status }) => status)).toEqual(['failed', ...Array(5).fill('skipped')]);
    }
  });

  test('a version is never known before the plugin told one', async () => {
    site.setTrouble('maintenance');
    expect(await plugin.checkHealth(access)).toMatchObject({ pluginVersion: null, pluginUpToDate: null });
  });
});

describe('tokens', () => {
  const ask = (token: string) =>
    outgoing.fetch(`${site.url}wp-json/checkview/v1/forms/formslist`, {
      headers: { authorization: `Bearer ${token}` },
    });

  test('carry what the plugin expects and live two minutes', async () => {
    const claims = decodeJwt(await signPluginToken(keys, site.url));
    expect(claims).toMatchObject({
      iss: 'api.checkview.io',
      aud: 'helper.checkview.io',
      sub: 'api@checkview.io',
      websiteUrl: site.url,
      _checkview_nonce: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(120);
  });

  test('are taken once', async () => {
    const token = await signPluginToken(keys, site.url);
    expect((await ask(token)).status).toBe(200);
    expect((await ask(token)).status).toBe(401);
  });

  test('of another website or another key are not taken', async () => {
    expect((await ask(await signPluginToken(keys, 'https://other.example/'))).status).toBe(401);
    expect((await ask(await signPluginToken(await createPluginKeys(), site.url))).status).toBe(401);
  });

  test('are signed alike by keys that were stored and read again', async () => {
    const again = importPluginKeys(exportPluginKeys(keys));
    expect(exportPublicKey(again)).toBe(exportPublicKey(keys));
    expect((await ask(await signPluginToken(again, site.url))).status).toBe(200);
  });

  test('go beside the basic authentication of a website', async () => {
    const basicAuth = { username: 'stage', password: 'geheim' };
    const closed = await startStandInSite({ publicKey: exportPublicKey(keys), basicAuth });
    const open = { url: closed.url, ignoreTlsErrors: false };
    expect(await plugin.checkHealth({ ...open, basicAuth })).toMatchObject({ status: 'connected' });
    expect(await plugin.checkHealth({ ...open, basicAuth: null })).toMatchObject({ errorCode: 'http-error' });
    await closed.close();
  });
});

describe('what the plugin tells', () => {
  test('the forms of the supported plugins, with the pages they are on', async () => {
    expect(await plugin.readForms(access)).toEqual([
      {
        plugin: 'contact-form-7',
        externalId: '12',
        name: 'Contact form',
        addons: [],
        pages: [{ externalId: '42', url: `${site.url}contact/` }],
      },
      expect.objectContaining({ plugin: 'wpforms', externalId: '21', name: 'Newsletter' }),
      expect.objectContaining({
        plugin: 'gravity-forms',
        externalId: '3',
        addons: ['gravityformsmailchimp'],
      }),
      expect.objectContaining({ plugin: 'ninja-forms', externalId: '5' }),
    ]);
  });

  test('the products with the hidden test product', async () => {
    const products = await plugin.readProducts(access);
    expect(products).toMatchObject([
      {
        id: '311',
        type: 'variable',
        isTestProduct: false,
        variations: [
          { id: '312', attributes: { color: 'blue', size: 'm' } },
          { id: '313', attributes: { color: 'red', size: 'l' } },
        ],
      },
      {
        id: '1207',
        name: 'CheckView Testing Product',
        type: 'simple',
        isTestProduct: true,
        thumbnailUrl: null,
      },
    ]);
  });

  test('the plugins and themes of the site', async () => {
    const info = await plugin.readSiteInfo(access);
    expect(info).toMatchObject({
      wordpressVersion: '6.8.1',
      ajaxUrl: `${site.url}wp-admin/admin-ajax.php`,
      hasWooCommerce: true,
    });
    expect(info.plugins[0]).toEqual({
      name: 'CheckView',
      version: '2.1.0',
      file: 'checkview/checkview.php',
      active: true,
    });
    expect(info.themes[0]).toMatchObject({ stylesheet: 'twentytwentyfive', active: true });
  });

  test('a page of the site, and none of another site', async () => {
    expect(await plugin.readFormPage(access, `${site.url}contact/`)).toContain('wpcf7');
    await expect(plugin.readFormPage(access, `${site.url}gone/`)).rejects.toMatchObject({
      errorCode: 'http-error',
    });
    await expect(plugin.readFormPage(access, 'https://other.example/')).rejects.toBeInstanceOf(
      ConnectionTrouble,
    );
  });

  test('O-12: bytes that are no UTF-8 do not stop the reading', async () => {
    site.setTrouble('bad-utf-8');
    const [form] = await plugin.readForms(access);
    expect(form?.name).toBe('Cont\uFFFD\uFFFDact');
  });

  test('O-12: answers of other shapes are empty or refused', async () => {
    site.setTrouble('wrong-shapes');
    expect(await plugin.readForms(access)).toEqual([]);
    expect(await plugin.readProducts(access)).toEqual([]);
    await expect(plugin.readSiteInfo(access)).rejects.toMatchObject({ errorCode: 'http-error' });
  });

  test.each([
    ['plugin-absent', 'plugin-not-found'],
    ['token-rejected', 'plugin-rejected-request'],
    ['solidwp', 'blocked-by-security-plugin'],
    ['maintenance', 'maintenance-mode'],
    ['not-json', 'http-error'],
    ['endless-body', 'http-error'],
  ] as const)('a site with %s cannot be read: %s', async (trouble, errorCode) => {
    site.setTrouble(trouble);
    await expect(plugin.readForms(access)).rejects.toMatchObject({ errorCode });
  });
});

describe('untrusted answers', () => {
  const siteUrl = 'https://shop.example/';

  test('O-12: pages elsewhere and other schemes are dropped, names are clipped and cleaned', () => {
    const pages = [
      { ID: 1, url: 'https://www.shop.example/a' },
      { ID: 2, url: 'https://evil.example/' },
      { ID: 3, url: 'javascript:alert(1)' },
      { ID: 4, url: 'https://user:pw@shop.example/' },
      { ID: 'no good', url: 'https://shop.example/' },
    ];
    const [form] = parseForms(
      { CF7: { 1: { ID: 'x', Name: `a\u0000b\n${'c'.repeat(10_000)}\ud800`, pages } } },
      siteUrl,
    );
    expect(form?.pages).toEqual([{ externalId: '1', url: 'https://www.shop.example/a' }]);
    expect(form?.name).toHaveLength(200);
    expect(form?.name.startsWith('a b c')).toBe(true);
  });

  test('O-12: no more than a thousand forms are taken', () => {
    const many = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [index + 1, { ID: index + 1, Name: 'x' }]),
    );
    expect(parseForms({ CF7: many, GravityForms: many }, siteUrl)).toHaveLength(1_000);
  });

  test('O-12: names of the language itself are no plugins', () => {
    const body: unknown = JSON.parse(
      '{"__proto__":{"1":{"ID":1}},"constructor":{"1":{"ID":1}},"toString":{"1":{"ID":1}}}',
    );
    expect(parseForms(body, siteUrl)).toEqual([]);
  });

  test('O-12: products without an id of WooCommerce or with another URL scheme are dropped', () => {
    const products = [
      { id: '0', url: siteUrl },
      { id: 7, url: 'ftp://shop.example/' },
      { id: 8, url: siteUrl, name: 5, variations: [{ id: 9, attributes: { size: 5, color: 'red' } }, null] },
      null,
    ];
    expect(parseProducts(products, siteUrl)).toEqual([
      {
        id: '8',
        name: 'Product 8',
        slug: '',
        url: siteUrl,
        thumbnailUrl: null,
        type: 'variable',
        isTestProduct: false,
        variations: [{ id: '9', attributes: { color: 'red' } }],
      },
    ]);
  });

  test('O-12: site info without a version of WordPress is none', () => {
    expect(parseSiteInfo({ core: {}, plugins: [] }, siteUrl)).toBeNull();
    expect(parseSiteInfo({ core: { version: '6.8' }, ajax_url: 'javascript:1' }, siteUrl)).toMatchObject({
      ajaxUrl: 'https://shop.example/wp-admin/admin-ajax.php',
      plugins: [],
    });
  });

  test.each([
    ['2.1.0', true],
    ['2.1', true],
    ['2.10.0', true],
    ['3.0.0', true],
    ['2.0.26', false],
    ['1.9', false],
    ['2.1.0-beta.1', false],
    ['2.1.1-beta.1', true],
  ])('version %s is up to date: %s', (version, want) => {
    expect(isUpToDate(version)).toBe(want);
  });

  test.each([
    ['', '/', false],
    ['User-agent: *\nDisallow: /', '/', true],
    ['User-agent: *\nDisallow:', '/', false],
    ['User-agent: *\nDisallow: /\nAllow: /', '/', false],
    ['User-agent: *\nDisallow: /\n\nUser-agent: CheckView\nAllow: /', '/', false],
    ['User-agent: CheckViewBot\nDisallow: /', '/', true],
    ['User-agent: Googlebot\nDisallow: /', '/', false],
    ['User-agent: a\nUser-agent: *\nDisallow: /shop', '/shop/', true],
    ['User-agent: *\nDisallow: /*/private$', '/a/private', true],
    ['User-agent: *\nDisallow: /*/private$', '/a/private/b', false],
    ['User-agent: *\nDisallow: /wp-admin/', '/', false],
  ])('robots.txt %j disallows %s: %s', (text, path, want) => {
    expect(isDisallowed(text, path)).toBe(want);
  });
});
