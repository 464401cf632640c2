import { runBenchCommand } from './command-line.ts';
import { describeMachine } from './machine.ts';
import { MeasurementFailed } from './measure/measurement-failed.ts';
import { type Effort, help, type Options, type Part, readOptions } from './options.ts';
import { measureClients } from './parts/client.ts';
import { measureDatabase } from './parts/database.ts';
import { measureLines } from './parts/line.ts';
import { measureMocks } from './parts/mock.ts';
import { buildPlumbline } from './parts/plumbline-command.ts';
import { measureServers } from './parts/server.ts';
import { measureTypes } from './parts/types.ts';
import { countAims, printSection, type Section } from './report.ts';

type Measure = (effort: Effort, say: (text: string) => void) => AsyncIterable<Section>;

const measures: Readonly<Record<Part, Measure>> = {
  server: measureServers,
  mock: measureMocks,
  line: measureLines,
  database: measureDatabase,
  client: measureClients,
  types: measureTypes,
};

/**
 * Measures and prints.
 * @returns the exit code: 0 when everything was measured, whatever came out; 2 when something could not be
 * measured; 3 for flags that are none
 */
export const main = (argv: readonly string[]): Promise<number> =>
  runBenchCommand({ help, readOptions, run }, argv);

async function run(options: Options): Promise<number> {
  try {
    await measureAndPrint(options);
    return 0;
  } catch (error) {
    if (!(error instanceof MeasurementFailed)) throw error;
    process.stderr.write(`Not measured: ${error.message}\n`);
    return 2;
  }
}

async function measureAndPrint({ only, effort }: Options): Promise<void> {
  const started = performance.now();
  process.stdout.write(`${describeMachine()}\n`);
  if (only.some((part) => part !== 'database' && part !== 'client')) {
    say('building plumbline');
    await buildPlumbline();
  }
  const sections: Section[] = [];
  for (const part of only) {
    for await (const section of measures[part](effort, say)) {
      process.stdout.write(`${printSection(section)}\n`);
      sections.push(section);
    }
  }
  const { met, all } = countAims(sections);
  const minutes = (performance.now() - started) / 60_000;
  process.stdout.write(`${met} of ${all} aims met. Measured in ${minutes.toFixed(1)} minutes.\n`);
}

/** What is going on, for whoever waits. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
