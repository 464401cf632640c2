import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatReport, type Report, runContractTests } from '@plumbline/contract-tests';
import { createMockServer } from '@plumbline/mock-server';
import { type Description, loadDescription, toApiModel } from '@plumbline/openapi';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, seriousViolations, visit } from './browser.ts';
import { emptyFolder, fixtures } from './command.ts';

async function load(name: string): Promise<Description> {
  const loaded = await loadDescription(join(fixtures, name));
  if (!loaded.ok) throw new Error(`${name} cannot be read`);
  return loaded.description;
}

type Fetch = (request: Request) => Promise<Response>;

/** Runs a description against a server and writes the page of what was found. */
async function writePage(
  name: string,
  serve: (description: Description) => Promise<Fetch>,
): Promise<{ readonly url: string; readonly report: Report }> {
  const description = await load(name);
  const { model } = toApiModel(description);
  const target = { fetch: await serve(description), baseUrl: 'http://notes.test' };
  const report = await runContractTests(model, target, { token: 'any', run: 'page' }).report;
  const locate = (place: Parameters<Description['locate']>[0]) => description.locate(place);
  const file = join(await emptyFolder(), 'report.html');
  await writeFile(file, formatReport(report, 'html', { model, locate, cwd: fixtures }));
  return { url: pathToFileURL(file).href, report };
}

async function serveMock(description: Description): Promise<Fetch> {
  const mock = await createMockServer({ model: toApiModel(description).model });
  return (request) => mock.fetch(request);
}

let browser: Browser;
let page: Awaited<ReturnType<typeof writePage>>;
beforeAll(async () => {
  browser = await openBrowser();
  page = await writePage('notes-3.1.yaml', serveMock);
});
afterAll(() => browser?.close());

const cell = (map: Page, name: string) => map.getByRole('button', { name });

describe.each(['light', 'dark'] as const)('the map of a contract in a browser, %s', (colorScheme) => {
  let context: BrowserContext;
  beforeAll(async () => {
    context = await browser.newContext({ colorScheme });
  });
  afterAll(() => context?.close());

  test('can be read by all, asks for nothing, and logs no error, closed and open', async () => {
    const { page: map, ...seen } = await visit(context, page.url);
    expect(await seriousViolations(map, [])).toEqual([]);
    await cell(map, 'getNote, Life cycle').click();
    expect(await seriousViolations(map, [])).toEqual([]);
    expect(seen).toEqual({ errors: [], requests: [], heldBack: [] });
    await map.close();
  });
});

describe('the map of a contract', () => {
  let map: Page;
  beforeAll(async () => {
    ({ page: map } = await visit(await browser.newContext(), page.url));
  });
  afterAll(() => map?.close());

  test('has a row for each operation, and counts what the report counts', async () => {
    expect(await map.locator('tr[data-row]').allInnerTexts()).toEqual([
      expect.stringContaining('GET /notes listNotes'),
      expect.stringContaining('POST /notes addNote'),
      expect.stringContaining('GET /notes/{id} getNote'),
    ]);
    expect(await map.locator('.tiles').innerText()).toContain(`${page.report.counts.proved}\nproved`);
  });

  test('opens a cell by keyboard alone, and gives the focus back', async () => {
    await map.getByLabel('Verdict').focus();
    await map.keyboard.press('Tab');
    const focused = () => map.evaluate('document.activeElement.getAttribute("aria-label")');
    expect(await focused()).toMatch(/^listNotes, Responses: /);
    await map.keyboard.press('ArrowDown');
    await map.keyboard.press('ArrowDown');
    await map.keyboard.press('ArrowRight');
    await map.keyboard.press('ArrowLeft');
    expect(await focused()).toMatch(/^getNote, Responses: /);
    await map.keyboard.press('Enter');
    expect(await map.getByRole('dialog').isVisible()).toBe(true);
    await map.keyboard.press('Escape');
    expect(await map.getByRole('dialog').isVisible()).toBe(false);
    expect(await focused()).toMatch(/^getNote, Responses: /);
  });

  test('shows of each obligation the verdict, the promise, and the exchange behind it', async () => {
    await cell(map, 'getNote, Life cycle').click();
    const dialog = map.getByRole('dialog');
    const text = await dialog.innerText();
    expect(text).toMatch(/✗ violated\s+does not find a `id` that was never issued\s+expected/);
    expect(text).toMatch(/promised\s+notes-3\.1\.yaml:59:11/);
    expect(text).toMatch(/Again\s+curl -i -H/);
    await map.keyboard.press('Escape');
    await cell(map, 'getNote, Responses').click();
    await dialog.getByText('the body of 200 is valid').click();
    expect(await dialog.innerText()).toMatch(/GET http:\/\/notes\.test\/notes\/\d+[\s\S]*"text":"Call Ada"/);
    await map.keyboard.press('Escape');
  });

  test('keeps what a filter by verdict and text leaves', async () => {
    await map.getByLabel('Verdict').selectOption('violated');
    await map.getByLabel('Find').fill('does not find');
    expect(await map.getByRole('status').innerText()).toBe('1 of 3 operations');
    expect(await map.locator('tr[data-row] button:visible').count()).toBe(1);
    await cell(map, 'getNote, Life cycle').click();
    await map.getByRole('button', { name: 'Show all' }).click();
    expect(await map.getByRole('dialog').locator('details').count()).toBeGreaterThan(1);
    await map.keyboard.press('Escape');
    await map.getByLabel('Find').fill('');
    await map.getByLabel('Verdict').selectOption('');
    expect(await map.getByRole('status').innerText()).toBe('3 operations');
  });

  test('takes another colour than the system has', async () => {
    const paper = () => map.evaluate('getComputedStyle(document.body).backgroundColor');
    const before = await paper();
    await map.getByLabel('Colours').selectOption('dark');
    expect(await paper()).not.toBe(before);
    await map.getByLabel('Colours').selectOption('');
    expect(await paper()).toBe(before);
  });
});

const trap = `</script></pre><img src=x onerror="window.canary = 'answer'"><script>window.canary = 'answer'</script>`;

/** Opens every obligation of a cell; what it shows is there at the next frame. */
const openAll = `new Promise((resolve) => {
  for (const details of document.querySelectorAll('details')) details.open = true;
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.querySelector('dialog').innerText)));
})`;

test('nothing of a hostile description, or of what a hostile server answers, runs or loads', async () => {
  const answer = async () =>
    new Response(trap, { headers: { 'content-type': 'text/html', 'x-trap': '<svg onload=alert(1)>' } });
  const { url } = await writePage('hostile.yaml', async () => answer);
  const { page: map, ...seen } = await visit(await browser.newContext(), url);
  let shown = '';
  for (const button of await map.locator('tr[data-row] button').all()) {
    await button.click();
    shown += await map.evaluate<string>(openAll);
    expect(await map.getByRole('dialog').locator('img, svg, script').count()).toBe(0);
    await map.keyboard.press('Escape');
  }
  expect(shown).toContain(trap);
  expect(await map.evaluate('window.canary')).toBeUndefined();
  expect(await map.locator('script').count()).toBe(2);
  expect(seen).toEqual({ errors: [], requests: [], heldBack: [] });
  await map.close();
});
