import type { ApiModel } from '@plumbline/openapi';
import { EventQueue } from '../run/event-queue.ts';
import type { ContractTestOptions, Target } from '../target.ts';
import { createContractSuite, isCatcher } from './contract-suite.ts';
import { createFault, type Fault } from './create-fault.ts';
import { operatorOf } from './fault-operators.ts';
import type { Mutant } from './mutant.ts';
import {
  type MutantOutcome,
  type MutantResult,
  type MutationReport,
  toMutationReport,
} from './mutation-report.ts';
import type { Alarm, MutationSuite } from './mutation-suite.ts';
import { type PlanMutantsOptions, planMutants } from './plan-mutants.ts';
import { ReachedAnswers } from './reached-answers.ts';

/** A server for one mutant, and how to end it. */
export interface LentTarget extends Target {
  readonly close?: () => Promise<void>;
  /** What our suite must know of this server besides, such as its clock. */
  readonly tests?: ContractTestOptions;
}

/** Gives a server for a mutant that is tried next, or for a run without any fault. */
export type Lend = (mutant?: Mutant) => LentTarget | Promise<LentTarget>;

/** The suite fails without any fault, so nothing that it says of a fault means anything. */
export class BaselineFailed extends Error {
  readonly alarms: readonly Alarm[];

  constructor(alarms: readonly Alarm[]) {
    const names = alarms.flatMap(({ obligation }) => obligation ?? []);
    super(`The suite fails without any fault${names.length > 0 ? `: ${names.join(', ')}` : '.'}`);
    this.alarms = alarms;
  }
}

export interface MutateOptions extends PlanMutantsOptions {
  /**
   * How our own suite is run: who calls, which values. Its `identities` are told to the faults too.
   *
   * @default {}
   */
  readonly tests?: ContractTestOptions;
  /**
   * The suite that is put to the test. It must pass without any fault; what our own finds then is only left out of
   * its score.
   *
   * @default our own
   */
  readonly suite?: MutationSuite;
  /** Of the mutants, only each `of`th, beginning with the `index`th (from 0): the rest is another process's. */
  readonly shard?: { readonly index: number; readonly of: number };
}

/** What happens while mutants are tried, in order. */
export type MutationEvent =
  | { readonly type: 'planned'; readonly mutants: number }
  | { readonly type: 'baseline'; readonly alarms: readonly Alarm[] }
  | {
      readonly type: 'mutant';
      readonly result: MutantResult;
      /** Counts from 1. */
      readonly index: number;
      readonly total: number;
    }
  | { readonly type: 'finished'; readonly report: MutationReport };

/** A run under way: listen to its events, or wait for its report. */
export interface MutationRun extends AsyncIterable<MutationEvent> {
  readonly report: Promise<MutationReport>;
}

/**
 * Puts one fault after the other before a server that is right, and tells which of them a suite notices. Starts at
 * once. Mutants come one at a time, since each may change what the server holds. The report rejects with
 * `BaselineFailed` when a suite that is not ours fails without any fault.
 *
 * @param lend the server: one for all mutants, or a function that makes a fresh one for each.
 * @example
 * const { report } = mutate(model, () => ({ fetch: createApp().fetch, baseUrl: 'http://api.test' }), { tests: { token } });
 * console.log(formatMutationReport(await report, 'text'));
 */
export function mutate(model: ApiModel, lend: Target | Lend, options: MutateOptions = {}): MutationRun {
  const events = new EventQueue<MutationEvent>();
  const report = new Session(model, lend, { options, events }).report();
  report.then(
    () => events.close(),
    (error: unknown) => events.fail(error),
  );
  return { report, [Symbol.asyncIterator]: () => events[Symbol.asyncIterator]() };
}

interface SessionContext {
  readonly options: MutateOptions;
  readonly events: EventQueue<MutationEvent>;
}

class Session {
  readonly #model: ApiModel;
  readonly #lend: Lend;
  readonly #options: MutateOptions;
  readonly #events: EventQueue<MutationEvent>;
  readonly #suite: MutationSuite;
  readonly #mutants: readonly Mutant[];
  readonly #reached: ReachedAnswers;
  #runs = 0;

  constructor(model: ApiModel, lend: Target | Lend, { options, events }: SessionContext) {
    this.#model = model;
    this.#lend = typeof lend === 'function' ? lend : () => lend;
    this.#options = options;
    this.#events = events;
    this.#mutants = planShard(model, options);
    const operations = [...new Set(this.#mutants.map(({ operation }) => operation))];
    this.#reached = new ReachedAnswers(model);
    this.#suite = options.suite ?? createContractSuite(model, options.tests ?? {}, operations);
  }

  async report(): Promise<MutationReport> {
    const started = performance.now();
    const mutants = this.#mutants;
    this.#events.push({ type: 'planned', mutants: mutants.length });
    const standing = await this.#withTarget((target) =>
      this.#suite({ target: this.#reached.watch(target), number: this.#nextRun() }),
    );
    this.#events.push({ type: 'baseline', alarms: standing });
    if (this.#options.suite && standing.length > 0) throw new BaselineFailed(standing);
    const results: MutantResult[] = [];
    for (const mutant of mutants) {
      const result = this.#reached.has(mutant) ? await this.#try(mutant) : unreached(mutant);
      results.push(result);
      this.#events.push({ type: 'mutant', result, index: results.length, total: mutants.length });
    }
    const { title } = this.#model;
    const { seed = 1 } = this.#options;
    const milliseconds = performance.now() - started;
    const report = toMutationReport({ title, seed, standing, results, milliseconds });
    this.#events.push({ type: 'finished', report });
    return report;
  }

  #nextRun(): number {
    this.#runs += 1;
    return this.#runs;
  }

  async #withTarget<Result>(work: (target: LentTarget) => Promise<Result>, mutant?: Mutant): Promise<Result> {
    const target = await this.#lend(mutant);
    try {
      return await work(target);
    } finally {
      await target.close?.();
    }
  }

  async #try(mutant: Mutant): Promise<MutantResult> {
    const started = performance.now();
    return this.#withTarget(async (target) => {
      const fault = this.#createFault(mutant, target);
      const alarms = await this.#suite({
        target: { ...target, fetch: (request) => fault.middleware(request, target.fetch) },
        fault: { mutant, operator: operatorOf(mutant.operator) },
        number: this.#nextRun(),
        rightTarget: (work) => this.#withTarget(work, mutant),
      });
      await fault.settle();
      if (fault.failure !== undefined) throw fault.failure;
      return toResult(fault, { alarms, milliseconds: performance.now() - started });
    }, mutant);
  }

  #createFault(mutant: Mutant, target: LentTarget): Fault {
    const { identities, now } = { ...this.#options.tests, ...target.tests };
    return createFault(this.#model, mutant, {
      baseUrl: target.baseUrl,
      ...(identities ? { identities } : {}),
      ...(now ? { now } : {}),
    });
  }
}

function planShard(model: ApiModel, options: MutateOptions): readonly Mutant[] {
  const { shard = { index: 0, of: 1 } } = options;
  return planMutants(model, options).filter((_, at) => at % shard.of === shard.index);
}

interface SuiteOutcome {
  readonly alarms: readonly Alarm[];
  readonly milliseconds: number;
}

function toResult(fault: Fault, { alarms, milliseconds }: SuiteOutcome): MutantResult {
  const { mutant, fired, illegal, firstBreach } = fault;
  const operator = operatorOf(mutant.operator);
  return {
    mutant,
    outcome: judge(fault, alarms, (alarm) => isCatcher(operator, { kind: alarm.kind ?? '' })),
    fired,
    illegal,
    caughtBy: alarms.flatMap(({ obligation }) => (obligation === undefined ? [] : [obligation])),
    expected: operator.caughtBy,
    ...(firstBreach === undefined ? {} : { breach: firstBreach }),
    milliseconds,
  };
}

const unreached = (mutant: Mutant): MutantResult => ({
  mutant,
  outcome: 'unreached',
  fired: 0,
  illegal: 0,
  caughtBy: [],
  expected: operatorOf(mutant.operator).caughtBy,
  milliseconds: 0,
});

function judge(fault: Fault, alarms: readonly Alarm[], isRight: (alarm: Alarm) => boolean): MutantOutcome {
  if (fault.fired === 0) return 'unreached';
  if (fault.illegal === 0) return 'legal';
  if (alarms.some(isRight)) return 'right';
  return alarms.length > 0 ? 'any' : 'survived';
}
