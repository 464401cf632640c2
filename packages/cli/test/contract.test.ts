import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type CommandOptions, emptyFolder, plumbline, start } from './command.ts';

let url: string;
let mock: ChildProcess;
beforeAll(async () => {
  const running = start(['mock', 'notes-3.1.yaml', '--port', '0', '--quiet', '--no-state']);
  mock = running.process;
  [, url = ''] = await running.says(/ at (http:\S+)\n/);
});
afterAll(() => mock.kill());

/** A mock without state knows no ids, so that `getNote:L.unknown/id` is violated and `getNote:R.body/200` is proved. */
const run = (flags: readonly string[], options: CommandOptions = {}) =>
  plumbline(['test', 'notes-3.1.yaml', url, '--token', 'any', '--run', 'test', ...flags], options);

const right = ['--only', 'getNote:R.body/200', '--only', 'getNote:R.media/*'];
const wrong = [...right, '--only', 'getNote:L.unknown/id'];

describe('the reports of a run', () => {
  test('are several at once, each in its file', async () => {
    const folder = await emptyFolder();
    const [junit, sarif] = [join(folder, 'report.xml'), join(folder, 'report.sarif')];
    const flags = ['--report', 'text', '--report', `junit=${junit}`, '--report', `sarif=${sarif}`];
    const { code, stdout } = await run([...wrong, ...flags]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^violated: getNote[\s\S]*\nbroken: Notes 1\.0\.0 at http:/);
    expect(await readFile(junit, 'utf8')).toContain('<testsuites name="Notes"');
    const [sarifRun] = JSON.parse(await readFile(sarif, 'utf8')).runs;
    const [{ physicalLocation }] = sarifRun.results[0].locations;
    expect(physicalLocation).toMatchObject({
      artifactLocation: { uri: 'notes-3.1.yaml' },
      region: { startLine: 59 },
    });
  });

  test('go to the file of --output where there is one, and name the violations on the way', async () => {
    const file = join(await emptyFolder(), 'report.json');
    const { code, stdout, stderr } = await run([...wrong, '--report', 'json', '--output', file]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('violated: getNote:L.unknown/id');
    expect(JSON.parse(await readFile(file, 'utf8')).coverage.all.violated).toBe(1);
  });

  test('come with annotations under GitHub Actions', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const { stdout } = await run(wrong, { env });
    expect(stdout).toMatch(
      /^::error file=notes-3\.1\.yaml,line=59,col=\d+,title=getNote%3AL\.unknown\/id::getNote: /m,
    );
  });

  test.each([
    [['--report', 'junti'], /Did you mean junit\?/],
    [['--report', 'json='], /It takes a file after `json=`/],
    [['--report', 'json', '--report', 'text', '--output', 'a'], /`--output` is for one report/],
    [['--update-lock'], /--update-lock writes a file: name it with --lock/],
    [['--random', '-1'], /It takes a whole number from 0 on/],
  ])('are refused as %j', async (flags, message) => {
    const { code, stderr } = await run(flags);
    expect(code).toBe(3);
    expect(stderr).toMatch(message);
  });
});

/** A server that says the same to every request, until the test ends. */
async function answerEverything({ status, body }: { readonly status: number; readonly body: string }) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe('the failures of a run', () => {
  test('are saved as tests, each file named, and none that was edited is overwritten', {
    timeout: 180_000,
  }, async () => {
    const folder = join(await emptyFolder(), 'regressions');
    const saving = ['--save', folder, '--only', 'getNote:R.body/200', '--value', 'id=1'];
    const empty = await answerEverything({ status: 200, body: '{}' });
    const save = () => plumbline(['test', 'notes-3.1.yaml', empty, '--token', 'any', ...saving]);
    const first = await save();
    expect(first.code).toBe(1);
    const [, file = ''] = /^saved: (.*\.test\.ts)$/m.exec(first.stderr) ?? [];
    expect(first.stderr).toContain('1 test saved; run them with `npx vitest run');
    const text = await readFile(file, 'utf8');
    expect(text).toContain("import { expect, test } from 'vitest';");
    await writeFile(file, text.replace(/^.*\n/, ''));
    const again = await save();
    expect(again.stderr).toContain(`left as it is, since it was edited: ${file}`);
    expect(await readFile(file, 'utf8')).toBe(text.replace(/^.*\n/, ''));
  });

  test('are none: then nothing is written, and the run says so', async () => {
    const folder = join(await emptyFolder(), 'regressions');
    const { code, stderr } = await run([...right, '--save', folder, '--random', '2']);
    expect({ code, isThere: existsSync(folder) }).toEqual({ code: 0, isThere: false });
    expect(stderr).toContain('nothing failed, so nothing was saved');
  });
});

describe('a lock', () => {
  test('is written, holds, and fails the run in which a proof is lost', { timeout: 180_000 }, async () => {
    const lock = join(await emptyFolder(), 'contract.lock.json');
    const missing = await run([...right, '--lock', lock]);
    expect({ code: missing.code, stderr: missing.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('contract.lock.json: --update-lock writes it.'),
    });
    expect((await run([...right, '--lock', lock, '--update-lock'])).code).toBe(0);
    const held = await run([...right, '--lock', lock]);
    expect({ code: held.code, stderr: held.stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('everything it holds is proved'),
    });
    await writeFile(lock, (await readFile(lock, 'utf8')).replace('R.media/200', 'R.media/202'));
    const lost = await run([...right, '--lock', lock]);
    expect(lost.code).toBe(1);
    expect(lost.stderr).toContain(
      'no longer proved: getNote:R.media/202\n  the description no longer promises it',
    );
    expect(lost.stderr).toContain('1 more are proved than it holds');
  });
});

describe('a baseline', () => {
  test('bears known failures until their day, and tells what is no longer needed', {
    timeout: 180_000,
  }, async () => {
    const baseline = join(await emptyFolder(), 'contract.baseline.json');
    const flags = [...wrong, '--baseline', baseline];
    expect((await run([...flags, '--update-baseline'])).code).toBe(0);
    const text = await readFile(baseline, 'utf8');
    expect(JSON.parse(text).entries).toMatchObject([{ id: 'getNote:L.unknown/id', owner: 'nobody yet' }]);
    const borne = await run(flags);
    expect(borne.code).toBe(0);
    expect(borne.stdout).toMatch(/violated, and waived for now\n {2}getNote:L\.unknown\/id\n/);
    const [entry] = JSON.parse(text).entries;
    const entries = [
      { ...entry, until: '2026-01-31' },
      { ...entry, id: 'getNote:R.body/200', until: '2999-01-01' },
    ];
    await writeFile(baseline, JSON.stringify({ baselineVersion: 1, entries }));
    const expired = await run(flags);
    expect(expired.code).toBe(1);
    expect(expired.stderr).toContain(
      'the waiver of `getNote:L.unknown/id` ended on 2026-01-31 (nobody yet: ',
    );
  });
});
