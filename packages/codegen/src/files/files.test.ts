import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileHeader } from '../header.ts';
import { compareFiles } from './compare-files.ts';
import { OutputRefused } from './output-refused.ts';
import { writeFiles } from './write-files.ts';

const header = fileHeader({ source: 'api.yaml' });
const a = { path: 'a.ts', text: `${header}export const a = 1;\n` };
const b = { path: 'errors/b.ts', text: `${header}export const b = 1;\n` };

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-files-'));
  folder = join(root, 'out', 'generated');
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('writing files', () => {
  test('makes the folder hold exactly the files, and nothing beside it', async () => {
    await writeFiles(folder, [a, b]);
    expect(await readFile(join(folder, 'a.ts'), 'utf8')).toBe(a.text);
    expect(await readFile(join(folder, 'errors', 'b.ts'), 'utf8')).toBe(b.text);
    expect(await readdir(join(root, 'out'))).toEqual(['generated']);
  });

  test('removes what was generated once and is no more', async () => {
    await writeFiles(folder, [a, b]);
    await writeFiles(folder, [a]);
    expect(await readdir(folder)).toEqual(['a.ts']);
    expect(await readdir(join(root, 'out'))).toEqual(['generated']);
  });

  test('refuses a folder with files of somebody else, and touches none', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'mine.ts'), 'export {};\n');
    await expect(writeFiles(folder, [a])).rejects.toThrow(/holds mine\.ts, which plumbline did not write/);
    expect(await readdir(folder)).toEqual(['mine.ts']);
  });

  test('refuses a folder that is a symbolic link', async () => {
    await mkdir(join(root, 'elsewhere'));
    await symlink(join(root, 'elsewhere'), join(root, 'link'));
    await expect(writeFiles(join(root, 'link'), [a])).rejects.toThrow(OutputRefused);
    expect(await readdir(join(root, 'elsewhere'))).toEqual([]);
  });

  test('refuses a target file that is a symbolic link', async () => {
    await writeFile(join(root, 'precious.ts'), 'precious');
    await mkdir(folder, { recursive: true });
    await symlink(join(root, 'precious.ts'), join(folder, 'a.ts'));
    await expect(writeFiles(folder, [a])).rejects.toThrow(/symbolic link/);
    expect(await readFile(join(root, 'precious.ts'), 'utf8')).toBe('precious');
    expect((await lstat(join(folder, 'a.ts'))).isSymbolicLink()).toBe(true);
  });

  test('refuses a target that is a file', async () => {
    await mkdir(join(root, 'out'));
    await writeFile(folder, 'a file');
    await expect(writeFiles(folder, [a])).rejects.toThrow(/is not a folder/);
  });

  test.each(['../a.ts', '/a.ts', 'a/../../b.ts', '.hidden', 'a\\b.ts', ''])(
    'takes no path such as %j, wherever it came from',
    async (path) => {
      await expect(writeFiles(folder, [{ path, text: header }])).rejects.toThrow(/not of our making/);
      expect(await readdir(root)).toEqual([]);
    },
  );
});

describe('comparing files', () => {
  test('finds nothing in what was just written', async () => {
    await writeFiles(folder, [a, b]);
    expect(await compareFiles(folder, [a, b])).toEqual([]);
  });

  test('names what is missing, changed and left over', async () => {
    await writeFiles(folder, [a, b]);
    const changed = { ...a, text: a.text.replace('= 1', '= 2') };
    const missing = { path: 'c.ts', text: header };
    expect(await compareFiles(folder, [changed, missing])).toEqual([
      { path: 'a.ts', kind: 'changed', line: 4 },
      { path: 'c.ts', kind: 'missing' },
      { path: 'errors/b.ts', kind: 'left-over' },
    ]);
  });

  test('takes a folder that is not there as empty', async () => {
    expect(await compareFiles(folder, [a])).toEqual([{ path: 'a.ts', kind: 'missing' }]);
  });

  test('does not mind how lines end', async () => {
    await writeFiles(folder, [{ ...a, text: a.text.replaceAll('\n', '\r\n') }]);
    expect(await compareFiles(folder, [a])).toEqual([]);
  });
});
