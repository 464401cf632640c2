import type { ContractTestOptions } from '@plumbline/contract-tests';
import {
  formatEvent,
  InvalidSetup,
  type Obligation,
  planObligations,
  type Report,
  runContractTests,
  type Selection,
  Unreachable,
  violations,
} from '@plumbline/contract-tests';
import type { ApiModel } from '@plumbline/openapi';
import { type DescriptionOptions, readModel } from '../description.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { keepHeapLean } from '../lean-heap.ts';
import { say, showProgress } from '../terminal.ts';
import { watchAnswers } from './test/answer-watch.ts';
import { type BaselineOptions, type Borne, bearBaseline, openBaseline } from './test/bear-baseline.ts';
import { deliverReports, type WantedReport } from './test/deliver-reports.ts';
import { holdLock, type LockOptions, openLock } from './test/hold-lock.ts';
import { listenToInterrupt } from './test/interrupt.ts';
import { refuseEmptyChoice } from './test/refuse-empty-choice.ts';
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
  keepHeapLean();
  const { description, model } = await readModel(file, options);
  const plan = planObligations(model);
  refuseEmptyChoice(plan, planObligations(model, choiceOf(options.test)), options.test);
  const kept = await openKept(plan, options);
  const { report, diagnosis, isInterrupted } = await run(model, options);
  const borne = isInterrupted || !kept.baseline ? asItIs(report) : await bearBaseline(report, kept.baseline);
  await deliverReports(borne.report, options.reports, {
    model,
    cwd: process.cwd(),
    locate: (place) => description.locate(place),
  });
  const advice = adviceFor(borne.report, options.reports, diagnosis);
  if (advice !== undefined) say(advice);
  if (options.save !== undefined) await saveFailures(borne.report, options.save);
  if (isInterrupted) return exitCode.interrupted;
  const isHeld = kept.lock ? await holdLock(borne.report, kept.lock) : true;
  return borne.report.ok && borne.isInOrder && isHeld ? exitCode.done : exitCode.findings;
}

/** What to do next; undefined where there is nothing to do. */
function adviceFor(
  report: Report,
  reports: readonly WantedReport[],
  diagnosis: string | undefined,
): string | undefined {
  if (diagnosis !== undefined) return diagnosis;
  const hasPage = reports.some(({ format }) => format === 'html');
  return violations(report).length === 0 || hasPage
    ? undefined
    : 'Next: --report html=report.html writes a page with the exchange behind each verdict.';
}

const choiceOf = ({ only, except }: Selection): Selection => ({
  ...(only === undefined ? {} : { only }),
  ...(except === undefined ? {} : { except }),
});

const asItIs = (report: Report): Borne => ({ report, isInOrder: true });

/** Reads the lock and the baseline before the run, so that a missing or broken one costs no waiting. */
async function openKept(plan: readonly Obligation[], { lock, baseline }: TestCommandOptions) {
  return {
    lock: lock && { ...lock, plan, lock: await openLock(lock) },
    baseline: baseline && { ...baseline, plan, baseline: await openBaseline(baseline) },
  };
}

async function run(model: ApiModel, { target, test, reports }: TestCommandOptions) {
  const interrupt = listenToInterrupt();
  const answers = watchAnswers(model, target);
  const options = { ...test, signal: interrupt.signal };
  try {
    const running = runContractTests(model, { fetch: answers.fetch, baseUrl: target }, options);
    // A text report on standard output names each violation itself.
    await follow(running, !reports.some(({ format, file }) => format === 'text' && file === undefined));
    const report = await running.report;
    return { report, diagnosis: answers.diagnosis(), isInterrupted: interrupt.signal.aborted };
  } catch (error) {
    return explainStop(error);
  } finally {
    interrupt.release();
  }
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
