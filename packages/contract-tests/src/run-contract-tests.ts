import type { ApiModel, Operation } from '@plumbline/openapi';
import { type Observation, showsBody } from './check/observation.ts';
import { observe } from './check/observe.ts';
import { createPropertyWatch, type PropertyWatch } from './coverage/property-watch.ts';
import type { TestEvent } from './event.ts';
import type { RecordedExchange } from './exchange.ts';
import { type Obligation, obligationId } from './obligation.ts';
import type { ObligationResult } from './obligation-result.ts';
import { operationsOf, planObligations } from './plan/plan-obligations.ts';
import { type Report, summarize } from './report/report.ts';
import type { Draft } from './request/draft.ts';
import { createEdgeWatch, type EdgeWatch } from './resources/edge-watch.ts';
import { createItemStore } from './resources/item-store.ts';
import { mintingOf } from './resources/minting.ts';
import { createResourceMap } from './resources/resource-map.ts';
import { createAbroad } from './run/abroad.ts';
import { BudgetSpent } from './run/budget.ts';
import { createCallers } from './run/callers.ts';
import { cleanUp } from './run/clean-up.ts';
import { type Courier, createCourier } from './run/courier.ts';
import { EventQueue } from './run/event-queue.ts';
import { createEvidence, type Evidence } from './run/evidence.ts';
import { type Exchange, record } from './run/exchange-record.ts';
import { createLedger } from './run/ledger.ts';
import { createLimitWatch } from './run/limit-watch.ts';
import { createMarks } from './run/marks.ts';
import { mintThroughApi } from './run/mint-through-api.ts';
import { inTestOrder } from './run/operation-effect.ts';
import { createPace } from './run/pace.ts';
import type { Run } from './run/run.ts';
import { createSecrets, type Secrets } from './run/secrets.ts';
import { type Settings, toSettings } from './run/settings.ts';
import { createTurns } from './run/turns.ts';
import { Unreachable } from './run/unreachable.ts';
import { rememberOrigin } from './search/origins.ts';
import { reduceFailures } from './search/reduce-failures.ts';
import { proveExpiry } from './sequence/idempotency/prove-expiry.ts';
import { noteIdentity } from './sequence/life-cycle/names-itself.ts';
import { noteReading } from './sequence/life-cycle/safe.ts';
import { noteSecrets } from './sequence/life-cycle/secret-once.ts';
import { proveExhaustion } from './sequence/rate-limit/prove-exhaustion.ts';
import { checkSetup } from './setup/check-setup.ts';
import { testWithSetup } from './setup/follow-setup.ts';
import { isNever } from './setup/never.ts';
import { createSetupApi } from './setup/setup-api.ts';
import type { ContractTestOptions, Mint, Target } from './target.ts';
import { createWorkbench } from './values/workbench.ts';
import { provedBy, unproven, type Verdict, violated } from './verdict.ts';

/** A run under way: listen to its events, or wait for its report. */
export interface ContractTestRun extends AsyncIterable<TestEvent> {
  /**
   * What the run found. Does not need the events to be read.
   *
   * @throws Unreachable when the target never answered.
   */
  readonly report: Promise<Report>;
}

/**
 * Proves what the description promises against a server. Starts at once.
 *
 * @throws InvalidSetup where the options name what the description does not have.
 * @example
 * const run = runContractTests(model, { fetch, baseUrl: 'http://127.0.0.1:4000' }, { token });
 * for await (const event of run) if (event.type === 'violation') console.log(event.obligation.claim);
 */
export function runContractTests(
  model: ApiModel,
  target: Target,
  options: ContractTestOptions = {},
): ContractTestRun {
  const events = new EventQueue<TestEvent>();
  const report = new Session(model, target, { options, events }).report();
  report.then(
    () => events.close(),
    (error: unknown) => events.fail(error),
  );
  return { report, [Symbol.asyncIterator]: () => events[Symbol.asyncIterator]() };
}

interface SessionContext {
  readonly options: ContractTestOptions;
  readonly events: EventQueue<TestEvent>;
}

class Session {
  readonly #model: ApiModel;
  readonly #target: Target;
  readonly #events: EventQueue<TestEvent>;
  readonly #settings: Settings;
  readonly #obligations: readonly Obligation[];
  readonly #run: Run;
  readonly #courier: Courier;
  readonly #limits = createLimitWatch();
  readonly #edges: EdgeWatch;
  readonly #properties: PropertyWatch;
  readonly #evidence: Evidence = createEvidence();
  readonly #recorded = new WeakMap<RecordedExchange, Exchange>();
  readonly #turns = createTurns();
  #stopped: string | undefined;
  #isCleaning = false;
  #answered = false;

  constructor(model: ApiModel, target: Target, { options, events }: SessionContext) {
    this.#model = model;
    this.#target = target;
    this.#events = events;
    this.#settings = toSettings(options);
    this.#obligations = planObligations(model, options);
    const pace = createPace(this.#settings);
    this.#run = this.#createRun(options);
    this.#properties = createPropertyWatch(model);
    this.#edges = createEdgeWatch(model, this.#run.map, this.#run.items);
    this.#courier = createCourier({
      model,
      target,
      settings: this.#settings,
      pace,
      turns: this.#turns,
      onExchange: (exchange) => this.#note(exchange),
      isInterrupted: () => this.#settings.signal?.aborted === true && !this.#isCleaning,
    });
  }

  #createRun(options: ContractTestOptions): Run {
    const mark = createMarks(this.#settings, this.#turns);
    const secrets = createSecrets();
    checkSetup(this.#model, options);
    const isCallable = (operation: Operation) => !isNever({ settings: this.#settings }, operation);
    const map = createResourceMap(this.#model, isCallable);
    const minting = mintingOf(this.#model, map, options.mint);
    const mint: Mint | undefined =
      typeof options.mint === 'function'
        ? options.mint
        : minting && ((wanted) => mintThroughApi(run, minting)(wanted));
    const run: Run = {
      model: this.#model,
      map,
      settings: this.#settings,
      bench: createWorkbench(this.#model, this.#settings.seed),
      ledger: createLedger(this.#obligations, (obligation, finding) =>
        this.#events.push({ type: 'violation', obligation, finding }),
      ),
      ...(minting ? { minting } : {}),
      given: new Map(),
      chosen: new Map(),
      callers: createCallers(
        this.#model,
        { ...options, mint, mintsForMaker: mint !== options.mint },
        secrets,
      ),
      items: createItemStore(map, this.#model.operations),
      probed: new Map(),
      attempted: new Set(),
      scopeProblems: new Set(),
      revealed: new Map(),
      readings: new Map(),
      keyed: [],
      spent: new Set(),
      mark: (operation) => mark(operation.id),
      send: (draft) => this.#send(draft),
      sendNow: (draft) => this.#courier.sendNow(draft),
      conceal: (identity) => secrets.add(identity),
      record: (exchange) => this.#record(exchange, secrets),
      exchangeOf: (recorded) => this.#recorded.get(recorded),
      origins: new Map(),
      splitSecrets: (text) => secrets.split(text),
      provedBy: (...exchanges) => {
        for (const exchange of exchanges)
          this.#evidence.keep(exchange.number, () => record(exchange, secrets));
        return provedBy(exchanges);
      },
    };
    const abroad = createAbroad(run, options, secrets);
    return abroad ? { ...run, abroad } : run;
  }

  /** Each request also tells whether it lowered what remains of its rate limit. */
  async #send(draft: Draft): Promise<Exchange> {
    const end = this.#limits.begin();
    const exchange = await this.#courier.send(draft);
    const watched = end(exchange);
    if (watched) {
      this.#run.ledger.rule(
        obligationId(draft.operation.id, 'X.decrement'),
        watched.kind === 'lowered'
          ? this.#run.provedBy(exchange)
          : violated({ ...watched, exchange: this.#run.record(exchange) }),
      );
    }
    return exchange;
  }

  #record(exchange: Exchange, secrets: Secrets): RecordedExchange {
    const recorded = record(exchange, secrets);
    this.#recorded.set(recorded, exchange);
    return recorded;
  }

  async report(): Promise<Report> {
    const operations = inTestOrder(this.#run.map, operationsOf(this.#model, this.#obligations));
    const { seed, run } = this.#settings;
    this.#events.push({
      type: 'started',
      seed,
      run,
      operations: operations.length,
      obligations: this.#obligations.length,
    });
    for (const [index, operation] of operations.entries()) {
      this.#events.push({
        type: 'operation',
        operation: operation.id,
        index: index + 1,
        total: operations.length,
      });
      this.#turns.begin(operation.id);
      await this.#inBudget(async () => {
        await testWithSetup(this.#run, operation);
        await reduceFailures(this.#run, operation);
      });
      if (this.#stopped !== undefined)
        this.#run.ledger.leaveRest(operation.id, 'needs-budget', this.#stopped);
    }
    this.#turns.begin('');
    await this.#inBudget(() => proveExpiry(this.#run));
    await this.#search(operations);
    const left = await this.#cleanUp();
    this.#isCleaning = false;
    await this.#inBudget(() => proveExhaustion(this.#run));
    const report = this.#toReport(left);
    this.#events.push({ type: 'finished', report });
    return report;
  }

  /** Random requests; loaded where they are wanted, since what makes them is large. */
  async #search(operations: readonly Operation[]): Promise<void> {
    const { random: requests, maxRequests } = this.#settings;
    if (requests === 0 || this.#stopped !== undefined) return;
    const { searchAtRandom } = await import('./random/search-at-random.ts');
    await this.#inBudget(() =>
      searchAtRandom(this.#run, {
        operations,
        requests,
        left: () => maxRequests - this.#courier.sent,
        onOperation: ({ operation, ...step }) =>
          this.#events.push({ type: 'operation', operation: operation.id, ...step }),
      }),
    );
  }

  /** After the budget is spent, each further operation ends at its first request. */
  async #inBudget(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.#stopped ??= error.message;
    }
  }

  async #cleanUp(): Promise<readonly string[]> {
    if (this.#settings.safe) return [];
    this.#isCleaning = true;
    const { abroad } = this.#run;
    const left = [...(await this.#cleanUpOf(this.#run)), ...(abroad ? await this.#cleanUpOf(abroad) : [])];
    await this.#settings.cleanUp?.(createSetupApi(this.#run, { at: 'cleanUp', base: undefined }));
    return left;
  }

  async #cleanUpOf(run: Run): Promise<readonly string[]> {
    let left: readonly string[] = run.items.own().map(({ collection, id }) => `${collection}/${id}`);
    await this.#inBudget(async () => {
      left = await cleanUp(run);
    });
    return left;
  }

  async #note(exchange: Exchange): Promise<void> {
    this.#answered ||= exchange.answer !== undefined;
    if (!this.#answered && exchange.number >= 3) {
      throw new Unreachable(this.#target.baseUrl, exchange.failure ?? 'no answer');
    }
    const owner = this.#ownerOf(exchange);
    if (owner === this.#run) this.#edges.note(exchange);
    owner.items.learn(exchange);
    rememberOrigin(this.#run, exchange);
    noteSecrets(this.#run, exchange);
    noteReading(this.#run, exchange);
    noteIdentity(this.#run, exchange);
    const { operation } = exchange.draft;
    const observations = observe(this.#run.bench, exchange, this.#settings.quota);
    if (showsBody(observations)) this.#properties.note(exchange);
    for (const observation of observations) {
      const id = obligationId(operation.id, observation.kind, ...observation.parts);
      const isKnown = observation.outcome === 'kept' && !this.#run.ledger.isOpen(id);
      if (this.#run.ledger.has(id) && !isKnown)
        this.#run.ledger.rule(id, this.#verdictOf(observation, exchange));
    }
    await this.#settings.afterExchange?.(this.#run.record(exchange), operation.id);
  }

  /** What a caller of another tenant makes or lists is that tenant's. */
  #ownerOf({ draft }: Exchange): Run {
    const { abroad } = this.#run;
    return abroad && draft.identity && abroad.callers.has(draft.identity) ? abroad : this.#run;
  }

  #verdictOf(observation: Observation, exchange: Exchange): Verdict {
    if (observation.outcome === 'kept') return this.#run.provedBy(exchange);
    if (observation.outcome === 'open') return unproven(observation.reason, observation.detail);
    return violated({ ...observation, exchange: this.#run.record(exchange) });
  }

  #toReport(leftBehind: readonly string[]): Report {
    const results: readonly ObligationResult[] = this.#obligations.map((obligation) => ({
      ...obligation,
      verdict: this.#run.ledger.verdict(obligation.id),
    }));
    return {
      title: this.#model.title,
      version: this.#model.version,
      baseUrl: this.#target.baseUrl,
      seed: this.#settings.seed,
      run: this.#settings.run,
      requests: this.#courier.sent,
      ...summarize(results),
      ...(this.#stopped === undefined ? {} : { stopped: this.#stopped }),
      leftBehind,
      edges: this.#edges.edges(),
      properties: this.#properties.seen(),
      exchanges: this.#evidence.kept(),
      results,
    };
  }
}
