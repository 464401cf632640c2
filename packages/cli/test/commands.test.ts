import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { emptyFolder, fixtures, main, plumbline, transcript } from './command.ts';

describe('whole commands', () => {
  test.each([
    'lint notes-3.1.yaml',
    'lint broken.yaml --preset off --max-problems 1',
    'lint unreadable.yaml',
    'lint notes-3.1.yaml --redocly none.yaml',
    'bundle shop-3.0.yaml',
    'bundle broken.yaml',
    'docs notes-3.1.yaml',
    'test notes-3.1.yaml notes.example',
    'mock notes-3.1.yaml --trouble statsu=503',
    'mock notes-3.1.yaml --upstream http://127.0.0.1:1 --upstream-for listNote',
    'mock notes-3.1.yaml --upstream-for listNotes',
    'completion csh',
    'lnt',
    'lint --formt json',
    'lint --limit fils=3',
    'lint --help',
    'test --help',
    'mock --help',
    '--help',
  ])('plumbline %s', async (line) => {
    expect(await transcript(line.split(' '))).toMatchSnapshot();
  });
});

describe('lint', () => {
  test('prints for programs in each format', async () => {
    const json = await plumbline(['lint', 'broken.yaml', '--format', 'json']);
    expect(JSON.stringify(JSON.parse(json.stdout))).toContain('ref-leads-nowhere');
    const sarif = await plumbline(['lint', 'broken.yaml', '--format', 'sarif']);
    expect(JSON.parse(sarif.stdout)).toMatchObject({ version: '2.1.0' });
  });

  test('fails on the severity it is told', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'openapi.yaml'), await readFile(join(fixtures, 'shop-3.0.yaml')));
    const mild = await plumbline(['lint', '--preset', 'strict'], { cwd: folder });
    expect(mild.code).toBe(0);
    const strict = await plumbline(['lint', '--preset', 'strict', '--fail-on', 'info'], { cwd: folder });
    expect(strict.code).toBe(strict.stdout === '' ? 0 : 1);
  });

  test('takes no configuration from the folder of the description', async () => {
    const [hostile, own] = [await emptyFolder(), await emptyFolder()];
    const trap = `require('node:fs').writeFileSync(${JSON.stringify(join(own, 'canary'))}, 'ran')`;
    await writeFile(join(hostile, 'api.yaml'), await readFile(join(fixtures, 'notes-3.1.yaml')));
    await writeFile(join(hostile, '.spectral.js'), trap);
    await writeFile(join(hostile, 'plumbline.config.ts'), `${trap}\nexport default {};`);
    await writeFile(join(hostile, 'redocly.yaml'), 'plugins: [./plugin.cjs]\n');
    await writeFile(join(hostile, 'plugin.cjs'), trap);
    const { code } = await plumbline(['lint', join(hostile, 'api.yaml')], { cwd: own });
    expect(code).toBe(0);
    expect(await readdir(own)).toEqual([]);
  });
});

describe('bundle', () => {
  test('writes a file in one step, in the format of its name', async () => {
    const folder = await emptyFolder();
    const out = join(folder, 'bundle.json');
    const { code, stdout } = await plumbline(['bundle', 'notes-3.1.yaml', '--out', out]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ info: { title: 'Notes' } });
    expect(await readdir(folder)).toEqual(['bundle.json']);
  });

  test('says in a sentence when it cannot write', async () => {
    const { code, stderr } = await plumbline(['bundle', 'notes-3.1.yaml', '--out', 'none/bundle.json']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^The output cannot be written: ENOENT/);
  });
});

describe('generate', () => {
  test('writes a folder, finds it fresh, and tells what is stale', async () => {
    const out = join(await emptyFolder(), 'generated');
    const written = await plumbline(['generate', 'notes-3.1.yaml', '--out', out]);
    expect(written.code).toBe(0);
    expect(written.stderr).toMatch(/7 files for 3 operations\n$/);
    expect((await plumbline(['generate', 'notes-3.1.yaml', '--out', out, '--check'])).code).toBe(0);
    const types = join(out, 'types.ts');
    await writeFile(types, (await readFile(types, 'utf8')).replace('text', 'texts'));
    const stale = await plumbline(['generate', 'notes-3.1.yaml', '--out', out, '--check']);
    expect(stale.code).toBe(1);
    expect(stale.stdout).toMatch(/types\.ts:\d+ {2}changed\n$/);
  });

  test('writes nothing of a description with errors', async () => {
    const folder = await emptyFolder();
    const { code, stderr } = await plumbline(['generate', 'broken.yaml', '--out', join(folder, 'out')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/broken\.yaml has 1 error; nothing was written\.\n$/);
    expect(await readdir(folder)).toEqual([]);
  });

  test('refuses a folder of somebody else and a link', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'taken'));
    await writeFile(join(folder, 'taken', 'mine.ts'), '');
    await symlink(join(folder, 'taken'), join(folder, 'link'));
    const taken = await plumbline(['generate', 'notes-3.1.yaml', '--out', join(folder, 'taken')]);
    expect(taken.code).toBe(2);
    expect(taken.stderr).toMatch(/holds mine\.ts, which plumbline did not write\. Choose an empty folder/);
    const link = await plumbline(['generate', 'notes-3.1.yaml', '--out', join(folder, 'link')]);
    expect(link.code).toBe(2);
    expect(link.stderr).toMatch(/is a symbolic link/);
    expect(await readdir(join(folder, 'taken'))).toEqual(['mine.ts']);
  });
});

describe('plumbline.config.ts', () => {
  async function folderWith(config: string): Promise<string> {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'api.yaml'), await readFile(join(fixtures, 'notes-3.1.yaml')));
    await writeFile(join(folder, 'plumbline.config.ts'), config);
    return folder;
  }

  test('says what flags leave open, and flags win', async () => {
    const cwd = await folderWith(`
      import type { PlumblineConfig } from 'plumbline';
      const generate = { out: 'from-config', int64: 'bigint', enums: 'open' } as const;
      export default { description: 'api.yaml', generate } satisfies PlumblineConfig;`);
    const headerIn = async (folder: string) =>
      (await readFile(join(cwd, folder, 'client.ts'), 'utf8')).split('\n')[1];
    expect((await plumbline(['generate'], { cwd })).stderr).toMatch(/^from-config: /);
    expect(await headerIn('from-config')).toBe(
      '//   plumbline generate api.yaml --int64 bigint --enums open',
    );
    const flags = ['--out', 'from-flag', '--enums', 'closed'];
    expect((await plumbline(['generate', ...flags], { cwd })).stderr).toMatch(/^from-flag: /);
    expect(await headerIn('from-flag')).toBe('//   plumbline generate api.yaml --int64 bigint');
  });

  test('is refused where it makes a choice that there is not', async () => {
    const cwd = await folderWith(`export default { generate: { out: 'x', int64: 'long' } };`);
    const { code, stderr } = await plumbline(['generate', 'api.yaml'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: '`generate.int64` of plumbline.config.ts is "long": it takes number, bigint, string.\n',
    });
  });

  test.each([
    ['export default { descripton: "api.yaml" };', '`descripton` is no setting. Did you mean `description`?'],
    ['export default { mock: { prot: 1 } };', '`mock.prot` is no setting. Did you mean `port`?'],
    ['export default { lint: true };', '`lint` must be an object.'],
    ['export const config = {};', 'It must export an object by default: `export default { … }`.'],
    ['throw new Error("no luck");', 'no luck'],
  ])('refuses %s', async (config, reason) => {
    const { code, stderr } = await plumbline(['lint', 'api.yaml'], { cwd: await folderWith(config) });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `plumbline.config.ts cannot be used: ${reason}\n`,
    });
  });
});

describe('init', () => {
  test('writes what passes lint and generates, and overwrites nothing', async () => {
    const cwd = await emptyFolder();
    expect((await plumbline(['init'], { cwd })).code).toBe(0);
    const lint = await plumbline(['lint'], { cwd });
    expect({ code: lint.code, stderr: lint.stderr }).toEqual({
      code: 0,
      stderr: 'openapi.yaml: no findings\n',
    });
    const again = await plumbline(['init'], { cwd });
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/^4 files would be overwritten: openapi\.yaml, .* Nothing was written\.\n$/);
  });

  test('writes what examples/ci shows', async () => {
    const cwd = await emptyFolder();
    await plumbline(['init'], { cwd });
    const example = new URL('../../../examples/ci/', import.meta.url);
    for (const path of [
      'openapi.yaml',
      'plumbline.config.ts',
      '.github/workflows/api.yml',
      '.github/redocly-diff.yaml',
    ]) {
      expect(await readFile(join(cwd, path), 'utf8')).toBe(await readFile(new URL(path, example), 'utf8'));
    }
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('knows every command and flag in %s', async (shell) => {
    const { code, stdout } = await plumbline(['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['lint', 'bundle', 'generate', 'mock', 'test', 'docs', 'init', 'completion']) {
      expect(stdout).toContain(word);
    }
    expect(stdout).toContain('ignore-examples');
  });

  test('knows the operations of the description that is named, as plain words', async () => {
    const folder = await emptyFolder();
    const script = join(folder, 'completion.bash');
    await writeFile(script, (await plumbline(['completion', 'bash'])).stdout);
    const completed = async (line: string) => {
      const words = `COMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))`;
      const named = `plumbline() { '${process.execPath}' '${main}' "$@"; }`;
      const lines = [named, `source '${script}'`, words, '_plumbline', `echo "\${COMPREPLY[@]}"`];
      return (await promisify(execFile)('bash', ['-c', lines.join('\n')], { cwd: fixtures })).stdout.trim();
    };
    expect(await completed('plumbline mock notes-3.1.yaml --upstream-for listNotes,ge')).toBe(
      'listNotes,getNote',
    );
    expect(await completed('plumbline plan hostile.yaml --only getThi')).toBe('getThingB');
    expect(await completed('plumbline mock --upst')).toBe('--upstream --upstream-for');
  });
});

describe('colour', () => {
  test('is left out unless somebody asks for it', async () => {
    const plain = await plumbline(['lint', 'broken.yaml']);
    expect(plain.stdout).not.toContain('\u001b');
    const coloured = await plumbline(['lint', 'broken.yaml'], { env: { FORCE_COLOR: '1' } });
    expect(coloured.stdout).toContain('\u001b[');
  });
});
