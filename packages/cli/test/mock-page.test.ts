import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createMockServer, type MockServer } from '@plumbline/mock-server';
import { toNodeListener } from '@plumbline/mock-server/node';
import { loadDescription, toApiModel } from '@plumbline/openapi';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, seriousViolations, visit } from './browser.ts';
import { fixtures } from './command.ts';

/** A mock of a fixture on a port of its own. */
async function serve(name: string): Promise<{ mock: MockServer; server: Server; url: string }> {
  const loaded = await loadDescription(join(fixtures, name));
  if (!loaded.ok) throw new Error(`${name} cannot be read`);
  const { description } = loaded;
  const { model } = toApiModel(description);
  const mock = await createMockServer({ model, description }, { state: true, control: true });
  const server = createServer(toNodeListener(mock));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Safe: a server that listens on a port has such an address.
  return { mock, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

let browser: Browser;
let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  browser = await openBrowser();
  served = await serve('notes-3.1.yaml');
});
afterAll(async () => {
  await browser?.close();
  served?.server.close();
});

const token = { authorization: 'Bearer any', 'content-type': 'application/json' };

test.each(['light', 'dark'] as const)('the page of a mock can be read by all, %s', async (colorScheme) => {
  await fetch(`${served.url}/notes/1`, { headers: token });
  await fetch(`${served.url}/notes/1`);
  const context = await browser.newContext({ colorScheme });
  const { page, errors, requests } = await visit(context, `${served.url}/__plumbline/`);
  const exchange = page.getByRole('button', { name: 'GET /notes/1' }).first();
  await exchange.waitFor();
  // Each look is examined once, since that takes seconds: the page in one, an open exchange in the other.
  if (colorScheme === 'dark') await exchange.click();
  expect(await seriousViolations(page, [])).toEqual([]);
  expect(errors).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(served.url))).toEqual([]);
  await context.close();
});

describe('the page of a mock', () => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await visit(await browser.newContext(), `${served.url}/__plumbline/`));
  });
  afterAll(() => page?.close());

  test('shows operations, and exchanges and state as they come', async () => {
    expect(await page.locator('#operation-rows').innerText()).toContain('POST /notes');
    await fetch(`${served.url}/notes`, { method: 'POST', headers: token, body: '{"text":"Seen live"}' });
    await page.getByText('POST /notes', { exact: true }).first().waitFor();
    await page.getByText('/notes — ').click();
    await page.locator('#collections').getByText('Seen live').waitFor();
    await page.getByRole('button', { name: 'Reset the session' }).click();
    await page.getByText('The session is back at its start.').waitFor();
    expect(await page.locator('#collections').innerText()).not.toContain('Seen live');
  });

  test('opens an exchange by keyboard, with what was wrong and where the description says so', async () => {
    await fetch(`${served.url}/notes`, { method: 'POST', headers: token, body: '{"text":7}' });
    await page.getByLabel('only what is not as described').check();
    const row = page.getByRole('button', { name: 'POST /notes' }).first();
    await row.waitFor();
    await row.focus();
    await page.keyboard.press('Enter');
    const text = await page.getByRole('dialog').innerText();
    expect(text).toMatch(/request\.body \/text must be a string \(.*notes-3\.1\.yaml:\d+:\d+\)/);
    expect(text).toContain('authorization: [redacted]');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').isVisible()).toBe(false);
    await page.getByLabel('only what is not as described').uncheck();
  });

  test('makes trouble and ends it', async () => {
    await page.getByLabel('Plan').fill('statsu=503');
    await page.getByRole('button', { name: 'Make trouble' }).click();
    await page.getByText('Did you mean `status`?').waitFor();
    await page.getByLabel('Plan').fill('status=503');
    await page.getByRole('button', { name: 'Make trouble' }).click();
    await page.getByRole('button', { name: 'End status=503' }).waitFor();
    expect((await fetch(`${served.url}/notes/1`, { headers: token })).status).toBe(503);
    await page.getByRole('button', { name: 'End status=503' }).click();
    await page.getByText('The trouble has ended.').waitFor();
    expect((await fetch(`${served.url}/notes/1`, { headers: token })).status).toBe(200);
  });
});

const trap = `<img src=x onerror="window.canary=1"><script>window.canary=1</script>`;

test('nothing of a hostile description or request runs or becomes markup', async () => {
  const hostile = await serve('hostile.yaml');
  const [operation] = (await (await fetch(`${hostile.url}/__plumbline/operations`)).json()) as {
    path: string;
  }[];
  await fetch(`${hostile.url}${operation?.path ?? '/'}?q=${encodeURIComponent(trap)}`, {
    headers: { 'x-trap': trap },
  });
  await fetch(`${hostile.url}/nowhere`, {
    method: 'POST',
    body: trap,
    headers: { 'content-type': 'text/html' },
  });
  const { page, errors, requests } = await visit(await browser.newContext(), `${hostile.url}/__plumbline/`);
  const row = page.getByRole('button', { name: 'POST /nowhere' });
  await row.click();
  expect(await page.getByRole('dialog').innerText()).toContain(trap);
  await page.keyboard.press('Escape');
  expect(await page.evaluate('window.canary')).toBeUndefined();
  expect(await page.locator('img, svg').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  expect(errors).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(hostile.url))).toEqual([]);
  await page.close();
  hostile.server.close();
});
