import { parseArgs } from 'node:util';
import { runBenchCommand } from '../command-line.ts';
import { descriptions, type PublicDescription } from '../foreign/descriptions.ts';
import { describeMachine } from '../machine.ts';
import { judgeNames } from './judges.ts';
import { type AllResults, readResults, writeResults } from './law-results.ts';
import { lawTable } from './law-table.ts';
import { type MockName, mockNames } from './mocks.ts';
import { runApart } from './run-apart.ts';
import { countInvalid } from './validity.ts';

const help = `Usage: npm run bench:laws [-- --only <name>... --mock <name>... --minutes <n> --json <file> --add --validity --seeds <n>]

Runs the laws of 20 public descriptions (what is created is read, lists contain it, pages lose nothing, …) against
three mocks without any set-up, each run in a process of its own, and prints how many each mock holds.
  --only <name>    only this description; may be given several times
  --mock <name>    only this mock: ${mockNames.join(', ')}; may be given several times
  --minutes <n>    how long one run may take; the table says which were not finished by then (default 5)
  --validity       counts invalid answers of Plumbline's mock instead, as two validators judge them
  --seeds <n>      with --validity: how many seeds (default 50)
  --json <file>    also writes all of it to a file, after each run
  --add            adds to what the file has, and prints the table of all of it
`;

interface Options {
  readonly wanted: readonly PublicDescription[];
  readonly mocks: readonly MockName[];
  readonly minutes: number;
  readonly seeds: number;
  readonly isValidity: boolean;
  readonly json?: string | undefined;
  readonly adds: boolean;
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
      add: { type: 'boolean', default: false },
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
    adds: values.add,
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
    const told = judgeNames.map((judge) => {
      const { invalid, unread } = counted.by[judge];
      return `${judge}: ${invalid} invalid${unread === 0 ? '' : `, ${unread} of schemas that it cannot read`}`;
    });
    const left = counted.unaskable === 0 ? '' : `; ${counted.unaskable} operations that no request can name`;
    process.stdout.write(
      `${name.padEnd(16)} ${counted.answers} answers, ${counted.judged} judged; ${told.join('; ')}${left}\n`,
    );
    for (const one of counted.invalid.slice(0, 5)) process.stdout.write(`  ${one}\n`);
  }
  process.stdout.write(`${invalid} invalid\n`);
  return invalid === 0 ? 0 : 1;
}

async function compareLaws(options: Options): Promise<number> {
  const { wanted, mocks, minutes, json, adds } = options;
  process.stdout.write(`${describeMachine(import.meta.dirname)}\n`);
  const all: AllResults = adds && json !== undefined ? await readResults(json) : {};
  for (const { name, file } of wanted) {
    for (const mock of mocks) {
      const result = await runApart(mock, file, minutes);
      all[name] = { ...all[name], [mock]: result };
      if (result.kind === 'failed') process.stderr.write(`${name} on ${mock}: ${result.reason}\n`);
      else process.stderr.write(`${name} on ${mock}: ${result.seconds.toFixed(0)} s\n`);
      if (json !== undefined) await writeResults(json, all);
    }
  }
  const names = descriptions.map(({ name }) => name).filter((name) => all[name] !== undefined);
  const shown = mockNames.filter((mock) => names.some((name) => all[name]?.[mock] !== undefined));
  process.stdout.write(lawTable(all, names, shown));
  return 0;
}
