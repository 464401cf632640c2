import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differs, type Example, readSessions, type Session } from './readme/example.ts';
import { walk } from './readme/walk.ts';
import { root, runCommand } from './run-command.ts';

/** Runs every command that README.md shows in a `console` block and compares what it prints. */

/** What npm says of the settings of one machine is none of the command's output. */
const npmWarning = /^npm warn .*\n/gmu;

/** `npm start` serves until it is stopped; here it ends after its summary. */
function runnable(command: string): string {
  return command === 'npm start' ? 'npm start --silent -- --exit' : command;
}

async function check(example: Example): Promise<string[]> {
  const { output } = await runCommand('bash', ['-c', `${runnable(example.command)} 2>&1`], { env });
  const printed = output.replaceAll(root, '.').replaceAll(npmWarning, '').trim();
  const difference = differs(example, printed);
  return difference === undefined ? [] : [difference];
}

/** Free ports and data of its own, so that a running `npm start` is not in the way. */
const data = mkdtempSync(join(tmpdir(), 'checkview-readme-'));
const env = {
  NO_COLOR: '1',
  PORT: '0',
  MOCK_PORT: '0',
  DOCS_PORT: '0',
  SITE_PORT: '0',
  CHECKVIEW_DATA: data,
};

const sessions = readSessions(readFileSync(join(root, 'README.md'), 'utf8'));
const differences: string[] = [];
const examplesOf = (wanted: Session['kind']): readonly Example[] =>
  sessions.flatMap(({ kind, examples }) => (kind === wanted ? examples : []));
for (const example of examplesOf('commands')) differences.push(...(await check(example)));
differences.push(...(await walk(examplesOf('walk'), env)));
rmSync(data, { recursive: true, force: true });
const count = sessions.reduce((sum, { examples }) => sum + examples.length, 0);
if (count === 0) differences.push('README.md shows no command in a `console` block.\n');
process.stdout.write(differences.join(''));
process.stdout.write(`${count} README commands, ${differences.length} differ\n`);
process.exit(differences.length === 0 ? 0 : 1);
