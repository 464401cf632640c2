import {
  BaselineFailed,
  createCommandSuite,
  type FaultProxy,
  formatMutationReport,
  type LentTarget,
  type MutateOptions,
  type MutationEvent,
  type MutationReport,
  mutate as mutateApi,
  type PlanMutantsOptions,
  startFaultProxy,
} from '@plumbline/contract-tests/faults';
import type { TestConfig } from '../config/plumbline-config.ts';
import { type DescriptionOptions, readModel } from '../description.ts';
import { counted, shownPath } from '../display.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { writeOneFile } from '../output-file.ts';
import { printResult, say, showProgress } from '../terminal.ts';

export interface MutateCommandOptions extends DescriptionOptions {
  /** What stands before the paths of the description at the server that is right. */
  readonly target: string;
  /** The suite under test: a program and its arguments. Absent: our own. */
  readonly command?: readonly [program: string, ...args: string[]];
  /** Milliseconds for one run of the command. */
  readonly commandTimeoutMs?: number;
  readonly mutants: PlanMutantsOptions;
  readonly test: TestConfig;
  readonly report: 'text' | 'json';
  /** Where the report goes; absent: standard output. */
  readonly output?: string;
  /** Percent; a lower score is a finding. */
  readonly minScore?: number;
}

/** Breaks a server's contract in front of it, one fault at a time, and prints which of them a suite notices. */
export async function mutate(file: string, options: MutateCommandOptions): Promise<number> {
  const { model } = await readModel(file, options);
  const proxy = await startFaultProxy(options.target);
  try {
    const run = mutateApi(model, lentBy(proxy), {
      ...options.mutants,
      tests: options.test,
      ...suiteOf(options, proxy),
    });
    run.report.catch(() => undefined); // Its failure comes with the events.
    await follow(run).catch(explainFailure);
    return await deliver(await run.report, options);
  } finally {
    await proxy.close();
  }
}

const lentBy = (proxy: FaultProxy): LentTarget => ({
  baseUrl: proxy.url,
  fetch: (request) => proxy.forward(request),
});

function suiteOf(
  { command, commandTimeoutMs }: MutateCommandOptions,
  proxy: FaultProxy,
): Pick<MutateOptions, 'suite'> {
  if (!command) return {};
  return {
    suite: createCommandSuite({
      command,
      proxy,
      ...(commandTimeoutMs === undefined ? {} : { timeoutMs: commandTimeoutMs }),
    }),
  };
}

/** Shows how far the run has come, and each fault that nobody noticed. */
async function follow(events: AsyncIterable<MutationEvent>): Promise<void> {
  let done = () => {};
  for await (const event of events) {
    done();
    done = () => {};
    if (event.type === 'planned') say(`${counted(event.mutants, 'fault')}; first the suite without any`);
    if (event.type === 'baseline' && event.alarms.length > 0)
      say(`${counted(event.alarms.length, 'alarm')} without any fault`);
    if (event.type !== 'mutant') continue;
    const { result, index, total } = event;
    if (result.outcome === 'survived') say(`survived: ${result.mutant.id}`);
    done = showProgress(`${index} of ${total} ${result.outcome} ${result.mutant.id}`);
  }
  done();
}

function explainFailure(error: unknown): never {
  if (error instanceof BaselineFailed) {
    throw new CommandFailure(
      exitCode.unreadable,
      `${error.message} Let it pass against the server as it is, then try again.`,
    );
  }
  throw error instanceof Error && error.cause !== undefined
    ? new CommandFailure(exitCode.unreadable, error.message)
    : error;
}

async function deliver(report: MutationReport, options: MutateCommandOptions): Promise<number> {
  const { report: format, output, minScore = 0 } = options;
  const text = formatMutationReport(report, format);
  const percent = report.total.score * 100;
  if (output === undefined) printResult(text);
  else {
    await writeOneFile(output, text);
    say(`${shownPath(output)}: score ${percent.toFixed(1)} %, ${counted(report.total.survived, 'survivor')}`);
  }
  return percent < minScore ? exitCode.findings : exitCode.done;
}
