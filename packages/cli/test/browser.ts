import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Opens Debian's Chromium, with everything off that a browser does on its own account. */
export function openBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(`There is no Chromium at ${executablePath}: install it, or set CHROMIUM_PATH.`);
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page and what it did. */
export interface Visit {
  readonly page: Page;
  /** Errors on the console and uncaught exceptions. */
  readonly errors: string[];
  /** Addresses off the disk that were asked for and not held back by the page's own policy. */
  readonly requests: string[];
  /** Addresses that the policy of the page held back. */
  readonly heldBack: string[];
}

export async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  const visited: Visit = { page, errors: [], requests: [], heldBack: [] };
  page.on('pageerror', (error) => visited.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') visited.errors.push(message.text());
  });
  const isOutside = (address: string) => !/^(?:file|blob|data):/.test(address);
  page.on('requestfinished', (request) => {
    if (isOutside(request.url())) visited.requests.push(request.url());
  });
  page.on('requestfailed', (request) => {
    if (!isOutside(request.url())) return;
    const isHeldBack = request.failure()?.errorText === 'csp';
    (isHeldBack ? visited.heldBack : visited.requests).push(request.url());
  });
  await page.goto(url);
  return visited;
}

/**
 * What axe calls serious or critical.
 * @param known rules that are not asked, because what they find is not ours to mend
 */
export async function seriousViolations(page: Page, known: readonly string[]): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).disableRules([...known]).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
