import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FolderInUse, lockFolder } from './folder-lock.ts';

const folders: string[] = [];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'checkview-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test('refuses a folder that a living process holds and names the process', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'checkview.pid'), `${process.ppid}\n`);
  expect(() => lockFolder(folder)).toThrow(FolderInUse);
  expect(() => lockFolder(folder)).toThrow(`in use by process ${process.ppid}`);
});

test('takes over the folder of a process that died', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'checkview.pid'), '999999999\n');
  const unlock = lockFolder(folder);
  unlock();
  lockFolder(folder)();
});
