import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endPrograms, start } from '../programs.ts';
import { inWords, startLoad } from './load.ts';
import { createSetting, type Setting } from './setting.ts';

let setting: Setting;

beforeAll(async () => {
  setting = await createSetting();
});

afterAll(async () => {
  endPrograms();
  await setting.postgres.remove();
});

const migrate = (database: string) =>
  start('admin.ts', ['migrate'], { DATABASE_URL: setting.postgres.urlOf(database) });

async function describeTables(database: string): Promise<string> {
  const columns = await setting.postgres.query(
    `select table_name, column_name, data_type from information_schema.columns
     where table_schema = 'public' order by 1, 2`,
    database,
  );
  return JSON.stringify(columns);
}

test('F-8: migrations killed 10 times half-way are done by two at once after that, one of which does them', async ({
  task,
}) => {
  await setting.postgres.query('create database killed');
  let killed = 0;
  for (let round = 0; round < 10; round += 1) {
    const program = migrate('killed');
    await wait(200 + round * 60);
    if (program.child.kill('SIGKILL')) killed += 1;
    await program.ended;
  }
  const both = await Promise.all([migrate('killed').ended, migrate('killed').ended]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(await describeTables('killed')).toBe(await describeTables('faults'));
  task.meta.figure = `F-8 ${killed} migrations killed, then two at once: whole`;
});

test('F-8: servers that run answer everything while others migrate and start', async ({ task }) => {
  const servers = await Promise.all([setting.start(), setting.start()]);
  let turn = 0;
  const running = startLoad({
    target: () => String(servers[turn++ % servers.length]?.url),
    token: setting.admin.token,
    perSecond: 30,
  });
  for (let round = 0; round < 3; round += 1) await migrate('faults').ended;
  const added = await setting.start();
  const { statuses } = await running.stop();
  added.child.kill('SIGKILL');
  expect([...statuses.keys()].filter((status) => status !== 200 && status !== 201)).toEqual([]);
  task.meta.figure = `F-8 under load: ${inWords(statuses)}`;
});
