import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, seriousViolations, visit } from './browser.ts';
import { emptyFolder, plumbline } from './command.ts';

const ownDescription = fileURLToPath(new URL('../../../spec/openapi.yaml', import.meta.url));

interface Site {
  readonly out: string;
  readonly href: (path: string) => string;
}

let browser: Browser;
let site: Site;
beforeAll(async () => {
  browser = await openBrowser();
  site = await build(ownDescription);
});
afterAll(() => browser?.close());

/** Redoc names the button that chooses an example “Example”, and shows the name of the chosen one on it. */
const ofRedoc = ['label-content-name-mismatch'];

async function build(description: string): Promise<Site> {
  const out = join(await emptyFolder(), 'docs');
  const { code, stderr } = await plumbline(['docs', description, '--out', out]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return { out, href: (path) => `${pathToFileURL(join(out, '/'))}${path}` };
}

/** Redoc draws the page itself: it is there when its title is. */
async function drawn(page: Page): Promise<Page> {
  await page.locator('h1, h2').first().waitFor();
  return page;
}

/** To draw the reference and examine it takes tens of seconds: each colour scheme gets one view of it. */
const pages = {
  light: ['index.html', 'errors/not-found/index.html', 'reference.html'],
  dark: ['index.html', 'errors/not-found/index.html', 'reference.html#/websites/createwebsite'],
} as const;

describe.each(['light', 'dark'] as const)(
  'the docs of a large description in a browser, %s',
  (colorScheme) => {
    let context: BrowserContext;
    beforeAll(async () => {
      context = await browser.newContext({ colorScheme });
    });
    afterAll(() => context?.close());

    test.each(pages[colorScheme])(
      '%s asks for nothing outside, logs no error, and can be read by all',
      async (path) => {
        const { page, errors, requests, heldBack } = await visit(context, site.href(path));
        await drawn(page);
        const known = path.startsWith('reference.html') ? ofRedoc : [];
        expect(await seriousViolations(page, known)).toEqual([]);
        expect({ errors, requests, heldBack }).toEqual({ errors: [], requests: [], heldBack: [] });
        await page.close();
      },
    );
  },
);

test('a problem page leads to each operation in the reference, and back', async () => {
  const { page } = await visit(await browser.newContext(), site.href('errors/invalid-cursor/index.html'));
  const [link] = await page.locator('td a').all();
  const operation = await link?.textContent();
  await link?.click();
  await drawn(page);
  await page.locator('.panel-request-samples').first().waitFor();
  const [method = '', path = ''] = (operation ?? '').split(' ');
  expect(await page.locator('.panel-request-samples').first().innerText()).toMatch(
    new RegExp(`${method}[\\s\\S]*${RegExp.escape(path)}`),
  );
  await page.getByRole('link', { name: 'How this API behaves' }).click();
  expect(await page.locator('h1').innerText()).toBe('How this API behaves');
  await page.context().close();
});

describe('the docs of a hostile description', () => {
  let site: Site;
  let context: BrowserContext;
  beforeAll(async () => {
    site = await build('hostile.yaml');
    context = await browser.newContext();
  });
  afterAll(() => context?.close());

  const places = [
    'reference.html',
    'reference.html#/tag-img-src-x-onerror-window.canary-tag/get-..-thing-b',
    'reference.html#/berraschung-mehr/operation',
    'reference.html#/berraschung-mehr-2/get-..-thing-b-2',
    'reference.html#/other/getuntagged',
    'reference.html#/webhooks/thingmade',
    'index.html',
  ];

  test.each(places)('%s runs, loads and sends nothing of it', async (path) => {
    const { page, requests } = await visit(context, site.href(path));
    await drawn(page);
    for (const trap of await page.locator('#trap').all()) await trap.click({ force: true });
    expect(await page.evaluate('window.canary')).toBeUndefined();
    expect(await page.locator('.not-found-page').count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe(new URL(site.href(path)).pathname);
    expect(requests).toEqual([]);
    await page.close();
  });

  test('`?url=` and `?configUrl=` change nothing', async () => {
    const query = '?url=https://outside.invalid/other.yaml&configUrl=https://outside.invalid/config.json';
    const { page, requests, heldBack } = await visit(context, `${site.href('reference.html')}${query}`);
    await drawn(page);
    expect(await page.locator('h1').first().innerText()).toContain('Hostile');
    expect([...requests, ...heldBack].filter((address) => /other\.yaml|config\.json/.test(address))).toEqual(
      [],
    );
    await page.close();
  });

  test('stands in files with names of our own making', async () => {
    const files = await readdir(site.out, { recursive: true });
    expect(files.filter((file) => !/^[\w./\\-]+$/.test(file))).toEqual([]);
    const page = await readFile(join(site.out, 'reference.html'), 'utf8');
    expect(page).not.toContain("<script>window.canary = 'title'");
  });
});
