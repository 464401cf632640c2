import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runCommand } from './run-command.ts';

/**
 * Runs every command that README.md shows in a `console` block and compares what it prints.
 * In an expected output `…` stands for any text within a line, and a line of `…` alone for any
 * lines, so that times, ports and tokens may differ.
 */
interface Example {
  readonly line: number;
  readonly command: string;
  readonly expected: string;
}

function readExamples(markdown: string): readonly Example[] {
  const examples: Example[] = [];
  let block: 'outside' | 'console' | 'other' = 'outside';
  let current: { line: number; command: string; lines: string[] } | undefined;
  const finish = (): void => {
    if (current) examples.push({ ...current, expected: current.lines.join('\n').trim() });
    current = undefined;
  };
  for (const [index, text] of markdown.split('\n').entries()) {
    if (text.startsWith('```')) {
      finish();
      block = block === 'outside' ? (text === '```console' ? 'console' : 'other') : 'outside';
    } else if (block === 'console' && text.startsWith('$ ')) {
      finish();
      current = { line: index + 1, command: text.slice(2), lines: [] };
    } else {
      current?.lines.push(text);
    }
  }
  return examples;
}

/** The expected output as a pattern: literal but for `…`. */
function toPattern(expected: string): RegExp {
  const lines = expected
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\\n)*?.*' : line.split('…').map(RegExp.escape).join('.*?')));
  return new RegExp(`^${lines.join('\\n')}$`, 'u');
}

/** What npm says of the settings of one machine is none of the command's output. */
const npmWarning = /^npm warn .*\n/gmu;

/** `npm start` serves until it is stopped; here it ends after its summary. */
function runnable(command: string): string {
  return command === 'npm start' ? 'npm start --silent -- --exit' : command;
}

async function check(example: Example): Promise<boolean> {
  const { output } = await runCommand('bash', ['-c', `${runnable(example.command)} 2>&1`], { env });
  const printed = output.replaceAll(root, '.').replaceAll(npmWarning, '').trim();
  if (toPattern(example.expected).test(printed)) return true;
  process.stdout.write(`README.md:${example.line}: \`${example.command}\` prints something else.\n`);
  process.stdout.write(`--- README says\n${example.expected}\n--- it printed\n${printed}\n`);
  return false;
}

/** Free ports and data of its own, so that a running `npm start` is not in the way. */
const data = mkdtempSync(join(tmpdir(), 'checkview-readme-'));
const env = { NO_COLOR: '1', PORT: '0', MOCK_PORT: '0', DOCS_PORT: '0', CHECKVIEW_DATA: data };

const examples = readExamples(readFileSync(join(root, 'README.md'), 'utf8'));
let failures = examples.length === 0 ? 1 : 0;
if (failures > 0) process.stdout.write('README.md shows no command in a `console` block.\n');
for (const example of examples) if (!(await check(example))) failures += 1;
rmSync(data, { recursive: true, force: true });
process.stdout.write(`${examples.length} README commands, ${failures} differ\n`);
process.exit(failures === 0 ? 0 : 1);
