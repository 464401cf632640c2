import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { startVitest } from 'vitest/node';
import { type Report, runContractTests, saveTests } from '../src/index.ts';
import { Kiln, type KilnFault } from './kiln/kiln.ts';
import { loadModel, loadShelf, runOnShelf } from './load-shelf.ts';
import { tokens } from './shelf/callers.ts';
import { Shelf } from './shelf/shelf.ts';

const kilnModel = await loadModel(new URL('./fixtures/kiln/openapi.yaml', import.meta.url));
const shelfModel = await loadShelf();

const ending: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

/** Inside the package, so that a saved test finds vitest as one of a user's would. */
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(fileURLToPath(new URL('./saved-', import.meta.url)));
  ending.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function runOnKiln(...faults: readonly KilnFault[]): Promise<Report> {
  const { fetch } = new Kiln(...faults);
  return runContractTests(kilnModel, { fetch, baseUrl: 'http://kiln.test' }, { run: 'test' }).report;
}

/** Only the failures of these obligations. */
const only = (report: Report, ...ids: readonly string[]): Report => ({
  ...report,
  results: report.results.filter(({ id }) => ids.includes(id)),
});

type Handler = (request: Request) => Promise<Response>;

async function serve(handle: Handler): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = 'GET' } = incoming;
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
      name,
      `${value}`,
    ]);
    const answer = await handle(
      new Request(`http://test.test${incoming.url}`, {
        method,
        headers,
        ...(body.length > 0 ? { body } : {}),
      }),
    );
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ending.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listens on TCP
}

/** Runs the tests of a folder as a user would, and says of each whether it passed. */
async function runSaved(folder: string, baseUrl: string, env: Readonly<Record<string, string>> = {}) {
  const vitest = await startVitest('test', [folder], {
    watch: false,
    config: false,
    root: folder,
    reporters: [{}],
    env: { BASE_URL: baseUrl, ...env },
  });
  const modules = vitest.state.getTestModules();
  const outcomes = modules.flatMap((module) =>
    [...module.children.allTests()].map((one) => one.result().state),
  );
  const errors = modules.flatMap((module) => module.errors());
  await vitest.close();
  expect(errors).toEqual([]);
  return outcomes;
}

const caught = [
  'createFiring:Q.reject/body/name/maxLength',
  'createFiring:Q.accept/body/glazes/*/enum="raku"',
  'createFiring:R.body/201',
  'createFiring:R.5xx',
];

describe('a saved failure', () => {
  test('fails on the faulty server and passes on a right one, and leaves nothing behind', async () => {
    const folder = await newFolder();
    const faults = ['name-41', 'no-raku', 'answer-extra', 'fails-on-cone-7'] as const;
    for (const [index, fault] of faults.entries()) {
      const saved = await saveTests(only(await runOnKiln(fault), caught[index] ?? ''), folder);
      expect(saved).toMatchObject({ kept: [], unsaved: [] });
      expect(saved.written).toHaveLength(1);
    }
    const [faulty, right] = [new Kiln(...faults), new Kiln()];
    expect(await runSaved(folder, await serve(faulty.fetch))).toEqual(faults.map(() => 'failed'));
    expect(await runSaved(folder, await serve(right.fetch))).toEqual(faults.map(() => 'passed'));
    expect([faulty.size, right.size]).toEqual([0, 0]);
  });

  test('on something that was made makes it first; secrets stay in the environment', async () => {
    const folder = await newFolder();
    const { report } = await runOnShelf(shelfModel, { faults: ['ignores-minimum'] });
    const id = 'updateBook:Q.reject/body/year/minimum';
    const { written } = await saveTests(only(report, id), folder);
    const text = await readFile(written[0] ?? '', 'utf8');
    expect(text).not.toContain(tokens.admin);
    expect(text).toContain('"PATCH"');
    const env = Object.fromEntries(
      [...text.matchAll(/process\.env\["(\w+)"\]/g)].map(([, name]) => [name, tokens.admin]),
    );
    const onShelf = (shelf: Shelf) => serve(shelf.fetch);
    expect(await runSaved(folder, await onShelf(new Shelf({ faults: ['ignores-minimum'] })), env)).toEqual([
      'failed',
    ]);
    expect(await runSaved(folder, await onShelf(new Shelf()), env)).toEqual(['passed']);
  });

  test('is written again, and never over a file that somebody else wrote', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'saved-'));
    ending.push(() => rm(folder, { recursive: true, force: true }));
    const report = only(await runOnKiln('name-41'), 'createFiring:Q.reject/body/name/maxLength');
    const first = await saveTests(report, folder);
    expect(await saveTests(report, folder)).toEqual(first);
    const [path = ''] = first.written;
    await writeFile(path, '// mine\n');
    expect(await saveTests(report, folder)).toEqual({ written: [], kept: [path], unsaved: [] });
    expect(await readFile(path, 'utf8')).toBe('// mine\n');
  });

  test('takes no code from a description or an answer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'saved-'));
    ending.push(() => rm(folder, { recursive: true, force: true }));
    const nasty = '\'`process.exit(7)`"); process.exit(7); //\n*/\u2028process.exit(7)';
    const report = only(await runOnKiln('name-41'), 'createFiring:Q.reject/body/name/maxLength');
    const results = report.results.map((result) => {
      const { verdict } = result;
      const replay = verdict.outcome === 'violated' ? verdict.replay : undefined;
      const steps =
        replay?.steps.map((step) => ({ ...step, headers: { [nasty]: [nasty] }, body: [nasty] })) ?? [];
      const expected = {
        kind: 'body',
        rules: [{ pointer: `/${nasty}`, rule: 'not', value: nasty }],
      } as const;
      return {
        ...result,
        operation: `../${nasty}`,
        claim: nasty,
        id: `../${nasty}`,
        verdict: { ...verdict, replay: { steps, expected } },
      };
    });
    await saveTests({ ...report, baseUrl: nasty, results }, folder);
    const [name = ''] = await readdir(folder);
    expect(name).toMatch(/^[\w-]+\.test\.ts$/);
    const text = await readFile(join(folder, name), 'utf8');
    // Without its string literals nothing of it is left in the code.
    expect(text.replace(/"(?:[^"\\]|\\.)*"/g, '""')).not.toMatch(/exit|\u2028/);
  });
});
