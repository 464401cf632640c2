import type { ContractTestOptions } from '@plumbline/contract-tests';
import {
  formatEvent,
  InvalidSetup,
  planObligations,
  type Report,
  runContractTests,
  Unreachable,
} from '@plumbline/contract-tests';
import { type DescriptionOptions, readModel } from '../description.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { say, showProgress } from '../terminal.ts';
import { type BaselineOptions, bearBaseline, openBaseline } from './test/bear-baseline.ts';
import { deliverReports, type WantedReport } from './test/deliver-reports.ts';
import { holdLock, type LockOptions, openLock } from './test/hold-lock.ts';
import { saveFailures } from './test/save-failures.ts';

export interface TestCommandOptions extends DescriptionOptions {
  /** What stands before the paths of the description. */
  readonly target: string;
  readonly test: ContractTestOptions;
  readonly reports: readonly WantedReport[];
  /** The folder for the failures as tests. */
  readonly save?: string;
  readonly lock?: LockOptions;
  readonly baseline?: BaselineOptions;
}

/** Proves a description against a running server and reports. */
export async function test(file: string, options: TestCommandOptions): Promise<number> {
  const { description, model } = await readModel(file, options);
  const plan = planObligations(model);
  const lock = options.lock && { ...options.lock, plan, lock: await openLock(options.lock) };
  const baseline = options.baseline && {
    ...options.baseline,
    plan,
    baseline: await openBaseline(options.baseline),
  };
  const target = { fetch: (request: Request) => fetch(request), baseUrl: options.target };
  const run = start(model, target, options.test);
  // A text report on standard output names each violation itself.
  const isText = ({ format, file: output }: WantedReport) => format === 'text' && output === undefined;
  await follow(run, !options.reports.some(isText)).catch(explainStop);
  const borne = await bear(await run.report, baseline);
  await deliverReports(borne.report, options.reports, {
    model,
    cwd: process.cwd(),
    locate: (place) => description.locate(place),
  });
  if (options.save !== undefined) await saveFailures(borne.report, options.save);
  const isHeld = lock ? await holdLock(borne.report, lock) : true;
  return borne.report.ok && borne.isInOrder && isHeld ? exitCode.done : exitCode.findings;
}

function start(...parts: Parameters<typeof runContractTests>): ReturnType<typeof runContractTests> {
  try {
    return runContractTests(...parts);
  } catch (error) {
    return explainStop(error);
  }
}

async function bear(report: Report, baseline: Parameters<typeof bearBaseline>[1] | undefined) {
  return baseline ? bearBaseline(report, baseline) : { report, isInOrder: true };
}

type Events = AsyncIterable<Parameters<typeof formatEvent>[0]>;

/** Shows how far the run has come. */
async function follow(events: Events, namesViolations: boolean): Promise<void> {
  let done = () => {};
  let breaches = 0;
  for await (const event of events) {
    const line = formatEvent(event);
    if (line === undefined) continue;
    done();
    done = () => {};
    if (event.type === 'violation') breaches += 1;
    const found = breaches === 0 ? '' : `, ${breaches} found so far`;
    if (event.type === 'operation') done = showProgress(`${line}${found}`);
    else if (event.type === 'started' || (event.type === 'violation' && namesViolations)) say(line);
  }
  done();
}

function explainStop(error: unknown): never {
  if (error instanceof InvalidSetup) throw new CommandFailure(exitCode.usage, error.message);
  throw error instanceof Unreachable ? new CommandFailure(exitCode.unreadable, error.message) : error;
}
