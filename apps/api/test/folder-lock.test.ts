import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('support/hold-folder.ts', import.meta.url));
const rounds = 60;
let starters: readonly ChildProcess[] = [];

beforeAll(async () => {
  starters = Array.from({ length: 4 }, () => fork(program, { execArgv: [] }));
  await Promise.all(starters.map((starter) => once(starter, 'message')));
});

afterAll(() => {
  for (const starter of starters) starter.kill();
});

/** How many of the processes hold a folder that they all try to take at once. */
async function countHolders(folder: string): Promise<number> {
  const told = starters.map(async (starter) => {
    const [word] = await once(starter, 'message');
    return word;
  });
  for (const starter of starters) starter.send(folder);
  return (await Promise.all(told)).filter((word) => word === 'held').length;
}

test('F-15: of processes that start at once, one gets the folder, new or left by one that died', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'checkview-'));
    if (round % 2 === 1) writeFileSync(join(folder, 'checkview.pid'), '999999999\n');
    expect(await countHolders(folder), `round ${round}`).toBe(1);
    rmSync(folder, { recursive: true, force: true });
  }
});
