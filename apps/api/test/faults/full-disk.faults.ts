import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../caller.ts';
import { endPrograms } from '../programs.ts';
import { createToken, untilReady, untilSettled } from './load.ts';
import { createSetting, type Setting } from './setting.ts';

/** Only root may mount, and a full disk of one's own is needed to fill it. */
const disk = mountDisk();
let setting: Setting;

beforeAll(async () => {
  if (disk !== undefined) setting = await createSetting({ folder: disk, settings: ['max_wal_size=32MB'] });
});

afterAll(async () => {
  endPrograms();
  if (disk === undefined) return;
  await setting.postgres.remove();
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

function mountDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'checkview-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=755', 'none', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}

/** Takes all that is left of the disk. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  const chunk = Buffer.alloc(65_536, 1);
  try {
    for (;;) writeSync(descriptor, chunk);
  } catch {
    closeSync(descriptor);
  }
}

test('F-6: a full disk makes writes 503, loses nothing, and is forgotten once there is space', async ({
  task,
}) => {
  if (disk === undefined) {
    task.meta.figure = 'F-6 not run: a disk of its own cannot be mounted here';
    return;
  }
  const program = await setting.start();
  const call = callerOf(fetch, setting.admin.token, program.url);
  const acknowledged: string[] = [];
  const statuses = new Set<number>();
  const filler = join(disk, 'filler');
  const write = async (names: readonly string[]): Promise<void> => {
    await Promise.all(
      names.map(async (name) => {
        const { status } = await createToken(call, name);
        statuses.add(status);
        if (status === 201) acknowledged.push(name);
      }),
    );
  };
  await write(Array.from({ length: 20 }, (_, turn) => `F-6 before ${turn}`));
  expect([...statuses]).toEqual([201]);
  fill(filler);
  // The log of PostgreSQL may have some room of its own at first.
  for (let round = 0; round < 250 && !statuses.has(503); round += 1) {
    await write(Array.from({ length: 20 }, (_, turn) => `F-6 ${round} ${turn} ${'x'.repeat(80)}`));
  }
  expect([...statuses].sort()).toEqual([201, 503]);
  expect(program.child.exitCode).toBeNull();
  const read = await call('GET', '/organizations/me');
  expect([200, 503]).toContain(read.status);

  rmSync(filler);
  await wait(500);
  // Where its log had no room PostgreSQL ended itself, as it must.
  const isUp = await setting.postgres.query('select 1').then(
    () => true,
    () => false,
  );
  if (!isUp) await setting.postgres.start();
  await untilReady([program.url]);
  expect((await untilSettled(() => createToken(call, 'F-6 after'))).status).toBe(201);
  const kept = new Set(await setting.tokenNames());
  expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
  task.meta.figure = `F-6 disk full after ${acknowledged.length} writes: 503 for writes, ${read.status} for reads, 0 lost, PostgreSQL ${isUp ? 'stayed up' : 'stopped and was started again'}`;
});
