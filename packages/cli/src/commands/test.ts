import {
  formatEvent,
  formatReport,
  type Report,
  runContractTests,
  Unreachable,
} from '@plumbline/contract-tests';
import type { TestConfig } from '../config/plumbline-config.ts';
import { type DescriptionOptions, readModel } from '../description.ts';
import { shownPath } from '../display.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { writeOneFile } from '../output-file.ts';
import { hasColor, printResult, say, showProgress } from '../terminal.ts';

export interface TestCommandOptions extends DescriptionOptions {
  /** What stands before the paths of the description. */
  readonly target: string;
  readonly test: TestConfig;
  readonly report: 'text' | 'junit' | 'json';
  /** Where the report goes; absent: standard output. */
  readonly output?: string;
}

/** Proves a description against a running server and prints the report. */
export async function test(file: string, options: TestCommandOptions): Promise<number> {
  const { model } = await readModel(file, options);
  const target = { fetch: (request: Request) => fetch(request), baseUrl: options.target };
  const run = runContractTests(model, target, options.test);
  // A text report on standard output names each violation itself.
  const namesViolations = options.output !== undefined || options.report !== 'text';
  await follow(run, namesViolations).catch(explainUnreachable);
  const report = await run.report;
  await deliver(report, options);
  return report.ok ? exitCode.done : exitCode.findings;
}

type Events = AsyncIterable<Parameters<typeof formatEvent>[0]>;

/** Shows how far the run has come. */
async function follow(events: Events, namesViolations: boolean): Promise<void> {
  let done = () => {};
  for await (const event of events) {
    const line = formatEvent(event);
    if (line === undefined) continue;
    done();
    done = () => {};
    if (event.type === 'operation') done = showProgress(line);
    else if (event.type === 'started' || (event.type === 'violation' && namesViolations)) say(line);
  }
  done();
}

function explainUnreachable(error: unknown): never {
  throw error instanceof Unreachable ? new CommandFailure(exitCode.unreadable, error.message) : error;
}

async function deliver(report: Report, { report: format, output }: TestCommandOptions): Promise<void> {
  if (output === undefined) {
    printResult(formatReport(report, format, { color: hasColor(process.stdout) }));
    return;
  }
  await writeOneFile(output, formatReport(report, format));
  const { proved, violated, unproven } = report.counts;
  say(`${shownPath(output)}: ${proved} proved, ${violated} violated, ${unproven} not proved`);
}
