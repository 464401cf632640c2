import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  initialPlatform,
  initialSchedule,
  initialTestFlowSettings,
} from '../domain/organization-defaults.ts';
import { openDatabase } from './database.ts';
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

test('keeps what was written when the embedded folder is opened again', async () => {
  const folder = temporaryFolder();
  const first = await openDatabase({ kind: 'embedded', folder });
  await first.kysely
    .insertInto('organizations')
    .values({
      name: 'Acme',
      slug: 'acme',
      plan: 'plus',
      subscription_status: 'active',
      default_schedule: JSON.stringify(initialSchedule),
      default_test_flow_settings: JSON.stringify(initialTestFlowSettings),
      platform: JSON.stringify(initialPlatform),
      trial_started_at: null,
      trial_ends_at: null,
    })
    .execute();
  await first.close();
  const second = await openDatabase({ kind: 'embedded', folder });
  const found = await second.kysely.selectFrom('organizations').select(['slug', 'platform']).execute();
  await second.close();
  expect(found).toEqual([{ slug: 'acme', platform: initialPlatform }]);
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
