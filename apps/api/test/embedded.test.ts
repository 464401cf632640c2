import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { seedDemo } from '../src/seed/demo.ts';
import { openDatabase } from '../src/store/database.ts';
import { callerOf } from './caller.ts';
import { endPrograms, start, startApi } from './programs.ts';
import { loadModel, testContract } from './suites/contract.ts';
import { testOperations } from './suites/operations.ts';

// One for all, since it takes seconds of processor time to make. The last test closes it.
const folder = mkdtempSync(join(tmpdir(), 'checkview-'));
const model = await loadModel();
const database = await openDatabase({ kind: 'embedded', folder });

afterEach(endPrograms);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('on the embedded database', () => {
  testOperations(database);
});
describe('on the embedded database, in process', () => testContract(model, database, 'in process'));
describe('on the embedded database, over a socket', () => testContract(model, database, 'over a socket'));

describe('the folder of the embedded database', () => {
  test('F-15, F-16: refuses a second process, naming the holder, and keeps what was written through kill -9', async () => {
    const { token } = await seedDemo(database);
    const second = await start('main.ts', [], { CHECKVIEW_DATA: folder, PORT: '0' }).ended;
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`in use by process ${process.pid}`);
    expect(second.stderr.trim().split('\n')).toHaveLength(1);
    await database.close();

    const api = await startApi({ CHECKVIEW_DATA: folder });
    const body = { name: 'F-16', scopes: ['read:tokens'] };
    const created = await callerOf(fetch, token, api.url)('POST', '/tokens', { body });
    expect(created.status).toBe(201);
    api.child.kill('SIGKILL');
    await api.ended;
    const third = await openDatabase({ kind: 'embedded', folder });
    const found = await third.kysely
      .selectFrom('tokens')
      .select('name')
      .where('id', '=', created.body.id)
      .execute();
    await third.close();
    expect(found).toEqual([{ name: 'F-16' }]);
  });
});
