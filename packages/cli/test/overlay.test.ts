import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createProgram } from '../src/program.ts';
import { emptyFolder, fixtures, plumbline, type Running, start, transcript } from './command.ts';

const running: Running[] = [];
afterEach(async () => {
  for (const { process, ended } of running.splice(0)) {
    process.kill('SIGKILL');
    await ended;
  }
});

const hints = join(fixtures, 'depot.overlay.yaml');

describe('--overlay', () => {
  test('applies overlays in their order, and tells where one does not fit', async () => {
    const line = 'bundle depot.yaml --overlay depot.overlay.yaml --overlay unfit.overlay.yaml';
    expect(await transcript(line.split(' '))).toMatchSnapshot();
  });

  test('is a flag of every command that reads a description', () => {
    const reading = createProgram(() => {}).commands.filter(
      ({ registeredArguments: [first] }) => first?.name() === 'description',
    );
    expect(reading.map((command) => command.name())).toEqual(
      expect.arrayContaining([
        'lint',
        'bundle',
        'generate',
        'mock',
        'plan',
        'graph',
        'test',
        'mutate',
        'docs',
      ]),
    );
    for (const command of reading) {
      expect(command.options.map(({ long }) => long)).toContain('--overlay');
    }
  });

  test('stands in the configuration, too, and a flag replaces it', async () => {
    const folder = await emptyFolder();
    await copyFile(join(fixtures, 'depot.yaml'), join(folder, 'openapi.yaml'));
    await writeFile(
      join(folder, 'plumbline.config.mjs'),
      `export default { overlays: [${JSON.stringify(hints)}] };`,
    );
    const configured = await plumbline(['bundle'], { cwd: folder });
    expect(configured.stdout).toContain('itemKey: /barcode');
    await writeFile(join(folder, 'other.yaml'), overlayWith('$.info', '{ x-by: flag }'));
    const { stdout } = await plumbline(['bundle', '--overlay', 'other.yaml'], { cwd: folder });
    expect(stdout).toContain('x-by: flag');
    expect(stdout).not.toContain('itemKey');
  });
});

const overlayWith = (target: string, update: string): string =>
  `overlay: 1.0.0\ninfo: { title: Test, version: '1' }\nactions:\n  - target: ${target}\n    update: ${update}\n`;

describe('plumbline mock with an overlay', () => {
  test('keeps what the description does not tell, and takes over a change of the overlay', async () => {
    const folder = await emptyFolder();
    const overlay = join(folder, 'hints.yaml');
    await writeFile(overlay, overlayWith('$.info', '{ x-says: nothing of state }'));
    const command = start(['mock', 'depot.yaml', '--overlay', overlay, '--port', '0']);
    running.push(command);
    const [, url = ''] = await command.says(/ at (http:\S+)\n/);

    const before = await createCrate(url);
    expect(before.holds).not.toBe('apples');
    expect(await (await fetch(`${url}/crates/${before.barcode}`)).text()).not.toContain(before.barcode);
    expect(await rowsOf(url)).not.toContainEqual(before);

    await writeFile(overlay, await readFile(hints, 'utf8'));
    await command.says(/depot\.yaml has changed: 4 operations/);
    const crate = await createCrate(url);
    expect(crate.holds).toBe('apples');
    expect(await bodyOf(`${url}/crates/${crate.barcode}`)).toEqual(crate);
    expect(await rowsOf(url)).toContainEqual(crate);
    const hoisted = { ...crate, where: 'hook' };
    expect(await bodyOf(`${url}/crates/${crate.barcode}/hoist`, { method: 'POST' })).toEqual(hoisted);

    await writeFile(overlay, `${await readFile(hints, 'utf8')}x-more: words\n`);
    await command.says(/has changed: 4 operations\n[\s\S]*has changed: 4 operations/);
    expect(await rowsOf(url)).toContainEqual(hoisted);

    await writeFile(overlay, 'overlay: 9.0.0\n');
    await command.says(/hints\.yaml:1:10[\s\S]*could not be read\. The mock goes on as it was\./);
    expect(await rowsOf(url)).toContainEqual(hoisted);
  });
});

interface Crate {
  readonly barcode: string;
  readonly holds: string;
}

/** What a test knows an answer to be is the caller's to say. */
async function bodyOf<Body>(url: string, request?: RequestInit): Promise<Body> {
  return (await (await fetch(url, request)).json()) as Body;
}

const createCrate = (url: string): Promise<Crate> =>
  bodyOf(`${url}/crates`, {
    method: 'POST',
    body: '{"holds":"apples"}',
    headers: { 'content-type': 'application/json' },
  });

async function rowsOf(url: string): Promise<readonly unknown[]> {
  const { payload } = await bodyOf<{ readonly payload: { readonly rows: readonly unknown[] } }>(
    `${url}/crates`,
  );
  return payload.rows;
}
