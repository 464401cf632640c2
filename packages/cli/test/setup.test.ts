import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, plumbline, start } from './command.ts';

let url: string;
let mock: ChildProcess;
beforeAll(async () => {
  const running = start(['mock', 'notes-3.1.yaml', '--port', '0', '--quiet']);
  mock = running.process;
  [, url = ''] = await running.says(/ at (http:\S+)\n/);
});
afterAll(() => mock.kill());

async function runWith(setup: string) {
  const file = join(await emptyFolder(), 'contract.setup.ts');
  await writeFile(file, setup);
  const only = ['--only', 'getNote:R.body/200', '--only', 'addNote:R.status/*'];
  return { file, ...(await plumbline(['test', 'notes-3.1.yaml', url, '--setup', file, ...only])) };
}

describe('a set-up', () => {
  test('says who calls and what is never called', async () => {
    const { code, stdout } = await runWith(`
      export default {
        identities: [{ name: 'writer', credentials: { token: 'any' } }],
        never: ['addNote'],
      };`);
    expect(code).toBe(0);
    expect(stdout).toContain('never');
  });

  test('goes the way to a status that a function of it shows', async () => {
    const { code, stdout, stderr } = await runWith(`
      export default {
        identities: [{ name: 'writer', credentials: { token: 'any' } }],
        reach: { 'addNote/400': async (api) => {
          await api.call('listNotes');
          console.error('went the way');
          return { body: {} };
        } },
      };`);
    expect(stderr).toContain('went the way');
    expect(stdout).toContain('0 violated');
    expect(code).toBe(0);
  });

  test('that names what the description does not have is refused with what was meant', async () => {
    const { code, stderr } = await runWith(`export default { never: ['addNot'] };`);
    expect(code).toBe(3);
    expect(stderr).toContain(
      'never[0]: `addNot` is not an operation of the description. Did you mean `addNote`?',
    );
  });

  test('that has an unknown part is refused with the part that was meant', async () => {
    const { code, stderr, file } = await runWith('export default { identitys: [] };');
    expect(code).toBe(3);
    expect(stderr).toContain(
      `${file} cannot be used: \`identitys\` is no setting. Did you mean \`identities\`?`,
    );
  });

  test('that is not there is told', async () => {
    const { code, stderr } = await plumbline(['test', 'notes-3.1.yaml', url, '--setup', 'nowhere.ts']);
    expect(code).toBe(3);
    expect(stderr).toContain('nowhere.ts cannot be used: There is no such file.');
  });
});
