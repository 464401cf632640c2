import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { everyFault } from '../../packages/contract-tests/test/shelf/faults.ts';
import { runBenchCommand } from '../command-line.ts';
import { describeMachine } from '../machine.ts';
import { allFaults, type Score, scoreTool } from './compare.ts';
import { startShelf } from './shelf-server.ts';
import type { PrepareTool } from './tool.ts';
import { prepareDredd } from './tools/dredd.ts';
import { preparePlumbline } from './tools/plumbline.ts';
import { preparePortman } from './tools/portman.ts';
import { preparePrismProxy } from './tools/prism-proxy.ts';
import { prepareRedoclyDrift } from './tools/redocly-drift.ts';

const help = `Usage: npm run bench:faults [-- --json <file>]

Holds five tools against one hand-written API with one fault at a time, and prints who catches what.
  --json <file>  also writes the table, the versions and the set-ups to a file
`;

const tools: readonly PrepareTool[] = [
  preparePlumbline,
  prepareDredd,
  preparePortman,
  preparePrismProxy,
  prepareRedoclyDrift,
];

interface Options {
  readonly json: string | undefined;
}

/** @returns the exit code: 0 when every tool ran, 3 for flags that are none */
export const main = (argv: readonly string[]): Promise<number> =>
  runBenchCommand({ help, readOptions, run }, argv);

function readOptions(argv: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  return values.help ? undefined : { json: values.json };
}

async function run({ json }: Options): Promise<number> {
  const scores = await compare();
  process.stdout.write(`${describeMachine(import.meta.dirname)}\n${printTable(scores)}`);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(toJson(scores), null, 2)}\n`);
  return 0;
}

async function compare(): Promise<readonly Score[]> {
  const shelf = await startShelf();
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-faults-'));
  const scores: Score[] = [];
  try {
    for (const prepare of tools) {
      const tool = await prepare({ url: shelf.url, folder });
      process.stderr.write(`${tool.name} ${tool.version} `);
      scores.push(await scoreTool(tool, shelf, () => process.stderr.write('.')));
      process.stderr.write('\n');
      await tool.close();
    }
  } finally {
    await shelf.close();
    await rm(folder, { recursive: true, force: true });
  }
  return scores;
}

function printTable(scores: readonly Score[]): string {
  const width = Math.max(...allFaults.map((fault) => everyFault[fault].length));
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
    ...allFaults.map((fault) => row(everyFault[fault], ({ caught }) => (caught.has(fault) ? 'caught' : '-'))),
    row(`caught of ${allFaults.length}`, ({ caught }) => String(caught.size)),
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
