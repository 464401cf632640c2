import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Milliseconds. It takes one second. */
const deadline = 60_000;

/** Where Redoc fetches its logo from. */
const logo = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(?:-full)?\.svg/g;

const ownLogo =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2242%22 height=%2212%22%3E%3Ctext y=%2210%22 font-family=%22sans-serif%22 font-size=%2211%22 fill=%22%233072db%22%3ERedocly%3C/text%3E%3C/svg%3E';

/**
 * Redoc itself, as a script that defines `hydrate` and asks for nothing outside. Redocly's `build-docs` is the
 * one place that has it; an empty description is built and only the script taken from the page, so that
 * no description is ever handled by another program without bounds.
 */
export async function redocScript(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-docs-'));
  try {
    await writeFile(join(folder, 'empty.json'), JSON.stringify(emptyDescription));
    await buildDocs(folder, ['empty.json', '--output', 'page.html', '--inlineBundle']);
    return toScript(await readFile(join(folder, 'page.html'), 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const emptyDescription = { openapi: '3.1.1', info: { title: 'Empty', version: '1' }, paths: {} };

function toScript(page: string): string {
  const start = page.indexOf('<script type="module">');
  const end = page.lastIndexOf('const __redoc_definition = ');
  if (start === -1 || end < start) throw new Error('Redocly’s build-docs gives another page than expected.');
  return (
    page
      .slice(start + '<script type="module">'.length, end)
      // As a browser reads it, which is what the hash in the policy of the page is made of.
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(logo, ownLogo)
  );
}

/** In a folder of ours: Redocly reads a configuration from where it runs, and there is none here. */
async function buildDocs(folder: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [redocly(), 'build-docs', ...args], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      REDOCLY_TELEMETRY: 'off',
      REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: deadline,
  });
  let talk = '';
  child.stderr.on('data', (chunk: Buffer) => {
    talk += chunk.toString();
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.on('error', reject);
  child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`build-docs failed: ${talk}`))));
  return promise;
}

function redocly(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('@redocly/cli/package.json')), 'bin', 'cli.js');
}
