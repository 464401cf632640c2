import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { runBenchCommand } from '../command-line.ts';
import { describeMachine } from '../machine.ts';
import { descriptions, type PublicDescription } from './descriptions.ts';
import type { ForeignResult } from './run-suite.ts';

const help = `Usage: npm run bench:foreign [-- --only <name>... --json <file>]

Runs the contract tests without any set-up against the mock of 20 public descriptions, each in a process of its own,
and prints what was proved, what was not and why, and every alarm.
  --only <name>  only this description; may be given several times
  --json <file>  also writes all of it to a file
`;

interface Options {
  readonly wanted: readonly PublicDescription[];
  readonly json?: string | undefined;
}

/** @returns the exit code: 0 when nothing was found, 1 when there is an alarm, 2 when a run failed, 3 for bad flags */
export const main = (argv: readonly string[]): Promise<number> =>
  runBenchCommand({ help, readOptions, run }, argv);

async function run(options: Options): Promise<number> {
  process.stdout.write(`${describeMachine(import.meta.dirname)}\n${line(headings)}`);
  const results: Record<string, ForeignResult> = {};
  for (const { name, file } of options.wanted) {
    const result = await runApart(file).catch((error: unknown) => String(error));
    if (typeof result === 'string') {
      process.stderr.write(`${name}: ${result}\n`);
      return 2;
    }
    process.stdout.write(line(cellsOf(name, result)));
    results[name] = result;
  }
  process.stdout.write(listAlarms(results));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
  return Object.values(results).some(({ alarms }) => alarms.length > 0) ? 1 : 0;
}

function readOptions(argv: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const names = descriptions.map(({ name }) => name);
  const unknown = values.only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no ${unknown}. There are ${names.join(', ')}.`);
  return {
    wanted: descriptions.filter(({ name }) => values.only?.includes(name) ?? true),
    json: values.json,
  };
}

/** In a process of its own, whose memory is that of this run alone. */
async function runApart(file: string): Promise<ForeignResult> {
  const script = fileURLToPath(new URL('./run-suite.ts', import.meta.url));
  const settings = { maxBuffer: 256 * 1024 * 1024, timeout: 900_000 };
  const { stdout } = await promisify(execFile)(process.execPath, [script, file], settings);
  return JSON.parse(stdout) as ForeignResult; // written by run-suite.ts
}

const headings = [
  'description',
  'operations',
  'obligations',
  'proved',
  'alarms',
  'requests',
  'CPU s',
  'MB',
  'not proved',
];

const cellsOf = (name: string, result: ForeignResult): readonly string[] => [
  name,
  String(result.operations),
  String(result.obligations),
  String(result.proved),
  String(result.alarms.length),
  String(result.requests),
  result.cpuSeconds.toFixed(1),
  result.peakMegabytes.toFixed(0),
  Object.entries(result.unproven)
    .toSorted(([, one], [, other]) => other - one)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', '),
];

const line = ([name = '', ...cells]: readonly string[]): string =>
  `${[name.padEnd(16), ...cells.map((cell, index) => cell.padStart(headings[index + 1]?.length ?? 0))].join('  ')}\n`;

function listAlarms(results: Readonly<Record<string, ForeignResult>>): string {
  return Object.entries(results)
    .flatMap(([name, { alarms }]) =>
      alarms.map(({ id, expected, received }) => `${name} ${id}: expected ${expected}, got ${received}\n`),
    )
    .join('');
}
