import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { everyFault, type Fault } from '../../packages/contract-tests/test/shelf/faults.ts';
import { runBenchCommand } from '../command-line.ts';
import { describeMachine } from '../machine.ts';
import { allFaults, type Score, scoreTool } from './compare.ts';
import { startShelf } from './shelf-server.ts';
import type { PrepareTool } from './tool.ts';
import { prepareDredd } from './tools/dredd.ts';
import { preparePlainPlumbline, preparePlumbline } from './tools/plumbline.ts';
import { preparePortman } from './tools/portman.ts';
import { preparePrismProxy } from './tools/prism-proxy.ts';
import { prepareRedoclyDrift } from './tools/redocly-drift.ts';

const tools: ReadonlyMap<string, PrepareTool> = new Map([
  ['plumbline', preparePlumbline],
  ['plumbline-plain', preparePlainPlumbline],
  ['dredd', prepareDredd],
  ['portman', preparePortman],
  ['prism-proxy', preparePrismProxy],
  ['redocly-drift', prepareRedoclyDrift],
]);

const help = `Usage: npm run bench:faults [-- --json <file>] [--tool <name>]... [--fault <name>]...

Holds tools against one hand-written API with one fault at a time, and prints who catches what.
  --json <file>   also writes the table, the versions and the set-ups to a file
  --tool <name>   only this tool: ${[...tools.keys()].join(', ')}
  --fault <name>  only this fault, by its name in the JSON
`;

interface Options {
  readonly json: string | undefined;
  readonly tools: readonly PrepareTool[];
  readonly faults: readonly Fault[];
}

/** @returns the exit code: 0 when every tool ran, 3 for flags that are none or name nothing */
export const main = (argv: readonly string[]): Promise<number> =>
  runBenchCommand({ help, readOptions, run }, argv);

function readOptions(argv: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      json: { type: 'string' },
      tool: { type: 'string', multiple: true, default: [...tools.keys()] },
      fault: { type: 'string', multiple: true, default: [...allFaults] },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  return {
    json: values.json,
    tools: values.tool.map((name) => known(tools.get(name), name)),
    faults: values.fault.map((name) =>
      known(
        allFaults.find((fault) => fault === name),
        name,
      ),
    ),
  };
}

/** @throws TypeError for what is not known, as `parseArgs` does for flags */
function known<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new TypeError(`Nothing is called \`${name}\`.`);
  return value;
}

async function run({ json, ...options }: Options): Promise<number> {
  const scores = await compare(options);
  process.stdout.write(`${describeMachine(import.meta.dirname)}\n${printTable(scores, options.faults)}`);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(toJson(scores), null, 2)}\n`);
  return 0;
}

async function compare({ tools, faults }: Omit<Options, 'json'>): Promise<readonly Score[]> {
  const shelf = await startShelf();
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-faults-'));
  const scores: Score[] = [];
  try {
    for (const prepare of tools) {
      const tool = await prepare({ shelf, url: shelf.url, folder });
      process.stderr.write(`${tool.name} ${tool.version} `);
      scores.push(await scoreTool(tool, { shelf, faults, onFault: () => process.stderr.write('.') }));
      process.stderr.write('\n');
      await tool.close();
    }
  } finally {
    await shelf.close();
    await rm(folder, { recursive: true, force: true });
  }
  return scores;
}

function printTable(scores: readonly Score[], faults: readonly Fault[]): string {
  const width = Math.max(...faults.map((fault) => everyFault[fault].length));
  const line = (head: string, cells: readonly string[]) => `${head.padEnd(width)}  ${cells.join('  ')}\n`;
  const cell = ({ tool }: Score, text: string) => text.padStart(tool.name.length);
  const row = (head: string, textOf: (score: Score) => string) =>
    line(
      head,
      scores.map((score) => cell(score, textOf(score))),
    );
  return [
    line(
      'the API …',
      scores.map(({ tool }) => tool.name),
    ),
    ...faults.map((fault) => row(everyFault[fault], ({ caught }) => (caught.has(fault) ? 'caught' : '-'))),
    row(`caught of ${faults.length}`, ({ caught }) => String(caught.size)),
    row('alarms on the right API', ({ alarmsOnRight }) => String(alarmsOnRight.size)),
    row('seconds for a run', ({ seconds }) => seconds.toFixed(1)),
    '\n',
    ...scores.map(({ tool }) => `${tool.name} ${tool.version}: ${tool.purpose}. Set-up: ${tool.setUp}.\n`),
  ].join('');
}

function toJson(scores: readonly Score[]): unknown {
  return {
    machine: describeMachine(import.meta.dirname),
    faults: everyFault,
    tools: scores.map(({ tool: { name, version, purpose, setUp }, caught, alarmsOnRight, seconds }) => ({
      name,
      version,
      purpose,
      setUp,
      caught: [...caught],
      alarmsOnRight: [...alarmsOnRight],
      seconds,
    })),
  };
}
