import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { emptyFolder, fixtures } from './command.ts';

const run = promisify(execFile);
const home = fileURLToPath(new URL('../', import.meta.url));

/** What somebody has who installs the packages, and nothing of this repository. */
async function install(): Promise<string> {
  const tarballs = await emptyFolder();
  const env = { ...process.env, PLUMBLINE_OUTPUT: tarballs };
  await run(process.execPath, [join(home, 'scripts', 'build.ts')], { env });
  await run(process.execPath, [join(home, 'scripts', 'pack.ts')], { env });
  const packed = (await readdir(tarballs)).filter((file) => file.endsWith('.tgz'));
  expect(packed.length).toBe(2);
  const folder = await emptyFolder();
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await run(
    'npm',
    [
      ...['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
      ...packed.map((file) => join(tarballs, file)),
    ],
    // An install that waits for a registry in vain is told instead of waited for.
    { cwd: folder, timeout: 180_000 },
  );
  return folder;
}

/** Type-checked under strict flags and then run, as a user of the generated client writes it. */
const userProgram = `
import { createMockServer } from 'plumbline/mock-server';
import { toNodeListener } from 'plumbline/mock-server/node';
import { loadDescription, toApiModel } from 'plumbline/openapi';
import { createClient } from './generated/client.ts';

const loaded = await loadDescription('notes-3.1.yaml');
if (!loaded.ok) throw new Error('The description cannot be read.');
const { model } = toApiModel(loaded.description);
const mock = await createMockServer({ model });
mock.trouble('status=503; times=1', { operations: ['listNotes'] });
void toNodeListener(mock);
const client = createClient({
  baseUrl: 'http://mock.example',
  fetch: (request: Request) => mock.fetch(request),
  headers: { authorization: 'Bearer any' },
});
const { data, error } = await client.GET('/notes/{id}', { params: { path: { id: 1 } } });
if (error) throw new Error(error.title);
const text: string = data.text;
// @ts-expect-error: the description has no such path.
void (() => client.GET('/note'));
process.stdout.write(text);
`;

/** What a user writes beside a description: who calls, and where coverage is collected. */
const setupFile = `
import { defineSetup, type SetupApi } from 'plumbline';

const reach = async (api: SetupApi) => {
  await api.call('listNotes');
  return undefined;
};
export default defineSetup({
  identities: [{ name: 'writer', credentials: { token: 'any' } }],
  reach: { 'addNote/400': reach },
});
`;
const trafficFile = `
import { createCollector } from 'plumbline/collect';
import type { ApiModel } from 'plumbline/openapi';

export const middlewareFor = (model: ApiModel) => createCollector(model).web;
`;

const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  module: 'NodeNext',
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  noEmit: true,
};

test('works from its tarballs in an empty folder', { timeout: 600_000 }, async () => {
  const folder = await install();
  const bin = join(folder, 'node_modules', '.bin');
  const env = {
    ...process.env,
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    NO_COLOR: '1',
  };
  const typeCheck = async (include: readonly string[], options: object) => {
    const project = { compilerOptions: { ...compilerOptions, ...options }, include };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const checked = await run(join(bin, 'tsc'), ['--project', folder], { env }).catch((error) => error);
    expect(checked.stdout).toBe('');
  };
  const plumbline = (...args: string[]) => run(join(bin, 'plumbline'), args, { cwd: folder, env });

  for (const name of ['shop-3.0.yaml', 'notes-3.1.yaml', 'library-3.2.yaml']) {
    await cp(join(fixtures, name), join(folder, name));
    const out = join(folder, 'out', name);
    await mkdir(out, { recursive: true });
    expect((await plumbline('lint', name)).stderr).toContain(`${name}: `);
    expect((await plumbline('bundle', name, '--out', join(out, 'bundle.json'))).stderr).toContain('1 file');
    expect((await plumbline('generate', name, '--out', join(out, 'generated'))).stderr).toContain('7 files');
    expect((await plumbline('docs', name, '--out', join(out, 'docs'))).stderr).toContain('page');
    const mock = spawn(join(bin, 'plumbline'), ['mock', name, '--port', '0', '--quiet'], {
      cwd: folder,
      env,
    });
    const [line] = await once(mock.stdout, 'data');
    const url = / at (\S+)/.exec(String(line))?.[1] ?? '';
    const tested = await plumbline('test', name, url, '--token', 'any', '--only', 'R.body').finally(() =>
      mock.kill(),
    );
    expect(tested.stdout).toMatch(/kept: .*\n {2}[1-9]\d* proved, 0 violated/);
  }

  const notes = join(folder, 'out', 'notes-3.1.yaml', 'generated');
  await cp(notes, join(folder, 'generated'), { recursive: true });
  await writeFile(
    join(folder, 'user.ts'),
    `${userProgram}declare const process: { stdout: { write(text: string): void } };\n`,
  );
  await writeFile(
    join(folder, 'plumbline.config.ts'),
    "import { defineConfig } from 'plumbline';\nexport default defineConfig({ description: 'notes-3.1.yaml' });\n",
  );
  await typeCheck(['generated'], { types: [] });
  // The libraries beneath `plumbline/openapi` are made for Node and take its types for granted.
  await writeFile(join(folder, 'contract.setup.ts'), setupFile);
  await writeFile(join(folder, 'traffic.ts'), trafficFile);
  await typeCheck(['user.ts', 'contract.setup.ts', 'traffic.ts'], { types: [], skipLibCheck: true });
  const refused = await plumbline('test', 'http://127.0.0.1:9', '--setup', 'contract.setup.ts').catch(
    (error) => error,
  );
  expect(refused.stderr).toContain('127.0.0.1:9 does not answer');
  const { stdout } = await run(process.execPath, ['user.ts'], { cwd: folder, env });
  expect(stdout).toBe('Call Ada');
  expect((await plumbline('bundle')).stdout).toContain('title: Notes');

  const manifest = JSON.parse(
    await readFile(join(folder, 'node_modules', 'plumbline', 'package.json'), 'utf8'),
  );
  const handlers = join(folder, 'node_modules', 'plumbline', manifest.exports['./mock-server/msw'].default);
  expect(await readFile(handlers, 'utf8')).toMatch(/from ['"]msw['"]/);
  expect(manifest.peerDependenciesMeta).toMatchObject({ msw: { optional: true } });
  const installed = await readdir(join(folder, 'node_modules'));
  expect(Object.keys(manifest.dependencies).filter((name) => name.startsWith('@plumbline'))).toEqual([]);
  expect(installed).toContain('@plumbline');
});
