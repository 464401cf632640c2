import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { runBenchCommand } from '../command-line.ts';
import { descriptions, type PublicDescription } from '../foreign/descriptions.ts';
import { describeMachine } from '../machine.ts';
import { type MockName, mockNames } from './mocks.ts';
import type { LawResult } from './run-laws.ts';
import { countInvalid } from './validity.ts';

const help = `Usage: npm run bench:laws [-- --only <name>... --mock <name>... --validity --seeds <n> --minutes <n> --json <file>]

Runs the laws of 20 public descriptions (what is created is read, lists contain it, pages lose nothing, …) against
three mocks without any set-up, each run in a process of its own, and prints how many each mock holds.
  --only <name>    only this description; may be given several times
  --mock <name>    only this mock: ${mockNames.join(', ')}; may be given several times
  --minutes <n>    how long one run may take; what is not done by then counts as not held (default 5)
  --validity       counts invalid answers of Plumbline's mock instead, as two validators judge them
  --seeds <n>      with --validity: how many seeds (default 50)
  --json <file>    also writes all of it to a file
`;

interface Options {
  readonly wanted: readonly PublicDescription[];
  readonly mocks: readonly MockName[];
  readonly minutes: number;
  readonly seeds: number;
  readonly isValidity: boolean;
  readonly json?: string | undefined;
}

/** @returns the exit code: 0 when all was measured, 1 when an answer was invalid, 3 for bad flags */
export const main = (argv: readonly string[]): Promise<number> =>
  runBenchCommand({ help, readOptions, run }, argv);

function readOptions(argv: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true },
      mock: { type: 'string', multiple: true },
      minutes: { type: 'string', default: '5' },
      seeds: { type: 'string', default: '50' },
      validity: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const known = descriptions.map(({ name }) => name);
  requireKnown(values.only, known);
  requireKnown(values.mock, mockNames);
  return {
    wanted: descriptions.filter(({ name }) => values.only?.includes(name) ?? true),
    mocks: mockNames.filter((name) => values.mock?.includes(name) ?? true),
    minutes: Number(values.minutes),
    seeds: Number(values.seeds),
    isValidity: values.validity,
    json: values.json,
  };
}

function requireKnown(names: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no ${unknown}. There are ${known.join(', ')}.`);
}

const run = (options: Options): Promise<number> =>
  options.isValidity ? runValidity(options) : compareLaws(options);

async function runValidity({ wanted, seeds }: Options): Promise<number> {
  process.stdout.write(`${describeMachine(import.meta.dirname)}\n`);
  let invalid = 0;
  for (const { name, file } of wanted) {
    const counted = await countInvalid(file, seeds);
    invalid += counted.invalid.length;
    process.stdout.write(
      `${name.padEnd(16)} ${counted.answers} answers, ${counted.judged} with a schema, ${counted.invalid.length} invalid\n`,
    );
    for (const one of counted.invalid.slice(0, 5)) process.stdout.write(`  ${one}\n`);
  }
  process.stdout.write(`${invalid} invalid\n`);
  return invalid === 0 ? 0 : 1;
}

type Results = Partial<Record<MockName, LawResult>>;

async function compareLaws({ wanted, mocks, minutes, json }: Options): Promise<number> {
  process.stdout.write(
    `${describeMachine(import.meta.dirname)}\n${line(['description', 'applicable', ...mocks])}`,
  );
  const all: Record<string, Results> = {};
  for (const { name, file } of wanted) {
    const results: Results = {};
    for (const mock of mocks) {
      const result = await runApart(mock, file, minutes).catch((error: unknown) => String(error));
      if (typeof result === 'string') process.stderr.write(`${name} on ${mock}: ${result.slice(0, 300)}\n`);
      else results[mock] = result;
    }
    all[name] = results;
    process.stdout.write(line(cellsOf(name, results, mocks)));
  }
  process.stdout.write(line(totals(all, mocks)));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(all, null, 2)}\n`);
  return 0;
}

/** A law applies when it could be decided on at least one of the mocks: proved or broken. */
function applicable(results: Results): readonly string[] {
  const decided = Object.values(results).flatMap(({ outcomes }) =>
    Object.entries(outcomes).flatMap(([id, outcome]) => (outcome === 'unproven' ? [] : [id])),
  );
  return [...new Set(decided)];
}

function cellsOf(name: string, results: Results, mocks: readonly MockName[]): readonly string[] {
  const laws = applicable(results);
  return [
    name,
    String(laws.length),
    ...mocks.map((mock) => {
      const result = results[mock];
      return result ? `${held(result)} (${share(held(result), laws.length)})` : 'not done';
    }),
  ];
}

const held = ({ outcomes }: LawResult): number =>
  Object.values(outcomes).filter((outcome) => outcome === 'proved').length;

function totals(all: Readonly<Record<string, Results>>, mocks: readonly MockName[]): readonly string[] {
  const count = Object.values(all).reduce((sum, results) => sum + applicable(results).length, 0);
  return [
    'all',
    String(count),
    ...mocks.map((mock) => {
      const sum = Object.values(all).reduce((total, results) => {
        const result = results[mock];
        return total + (result ? held(result) : 0);
      }, 0);
      return `${sum} (${share(sum, count)})`;
    }),
  ];
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${Math.round((part / whole) * 100)} %`;

const line = ([name = '', ...cells]: readonly string[]): string =>
  `${[name.padEnd(16), ...cells.map((cell) => cell.padStart(14))].join(' ')}\n`;

/** In a process of its own, which ends when its time is over. */
async function runApart(mock: MockName, file: string, minutes: number): Promise<LawResult> {
  const script = fileURLToPath(new URL('./run-laws.ts', import.meta.url));
  const settings = {
    maxBuffer: 256 * 1024 * 1024,
    timeout: minutes * 60_000,
    killSignal: 'SIGKILL',
  } as const;
  const { stdout } = await promisify(execFile)(process.execPath, [script, mock, file], settings);
  return JSON.parse(stdout) as LawResult; // written by run-laws.ts
}
