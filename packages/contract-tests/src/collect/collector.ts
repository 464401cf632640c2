import type { ApiModel } from '@plumbline/openapi';
import { showsBody } from '../check/observation.ts';
import { observe } from '../check/observe.ts';
import { createPropertyWatch, type PropertyWatch } from '../coverage/property-watch.ts';
import type { RecordedExchange } from '../exchange.ts';
import { type Obligation, obligationId } from '../obligation.ts';
import { planObligations } from '../plan/plan-obligations.ts';
import { type Report, summarize } from '../report/report.ts';
import { createEvidence } from '../run/evidence.ts';
import { type Exchange, record } from '../run/exchange-record.ts';
import { createLedger } from '../run/ledger.ts';
import { createSecrets } from '../run/secrets.ts';
import { createWorkbench } from '../values/workbench.ts';
import { type Finding, provedBy, unproven, type Verdict, violated } from '../verdict.ts';
import { type NodeMiddleware, toNodeMiddleware } from './node-middleware.ts';
import { createRouteTable } from './route-table.ts';
import { toExchange } from './to-exchange.ts';
import { readCopy, type SeenRequest, type SeenResponse } from './traffic.ts';
import { toWebMiddleware, type WebMiddleware } from './web-middleware.ts';

/** Learns from ordinary traffic what it shows of the description. Its memory is bounded, however long it listens. */
export interface Collector {
  /** Wraps a `fetch`: what it sends and gets is what it was, and is looked at beside. */
  fetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch;
  /** Wraps a handler of web-standard requests, for example the `fetch` of a server. */
  handler(
    handle: (request: Request) => Response | Promise<Response>,
  ): (request: Request) => Promise<Response>;
  /** For Node's own HTTP server, Express, Connect and what takes their middleware. */
  readonly node: NodeMiddleware;
  /** For Hono, and what takes its middleware. */
  readonly web: WebMiddleware;
  /** What the traffic shows so far. Waits for bodies that are being read. */
  report(): Promise<Report>;
}

export interface CollectorOptions {
  /**
   * What stands before the paths of the description.
   *
   * @default the paths of the description's servers, and none
   */
  readonly basePath?: string;
  /** Told of each obligation that is broken, once. */
  readonly onViolation?: (obligation: Obligation, finding: Finding) => void;
  /** Milliseconds since 1970; replaced in tests. */
  readonly now?: () => number;
}

/**
 * Counts the obligations of a description that a team's own tests, or its users, prove: those that one answer shows by
 * itself. Requests to what is not described are counted in no place.
 *
 * @example
 * const collector = createCollector(model);
 * globalThis.fetch = collector.fetch(globalThis.fetch);
 * // …the tests run…
 * console.log(formatReport(await collector.report(), 'text'));
 */
export function createCollector(model: ApiModel, options: CollectorOptions = {}): Collector {
  const desk = new Desk(model, options);
  return {
    fetch: (fetch) => async (input, init) => {
      const request = new Request(input, init);
      const copy = request.clone();
      const response = await fetch(request);
      desk.note(copy, response.clone());
      return response;
    },
    handler: (handle) => async (request) => {
      const copy = request.clone();
      const response = await handle(request);
      desk.note(copy, response.clone());
      return response;
    },
    node: toNodeMiddleware((request, response) => desk.see(request, response)),
    web: toWebMiddleware((request, response) => desk.note(request, response)),
    report: () => desk.report(),
  };
}

/** What one answer shows by itself. */
const isObservable = ({ kind }: Obligation): boolean => /^([RP]\.|X\.(headers|floor|reset)$)/.test(kind);

class Desk {
  readonly #model: ApiModel;
  readonly #now: () => number;
  readonly #obligations: readonly Obligation[];
  readonly #bench: ReturnType<typeof createWorkbench>;
  readonly #ledger: ReturnType<typeof createLedger>;
  readonly #properties: PropertyWatch;
  readonly #evidence = createEvidence();
  readonly #routeOf: ReturnType<typeof createRouteTable>;
  readonly #reading = new Set<Promise<void>>();
  #seen = 0;
  #origin = '';

  constructor(model: ApiModel, { basePath, onViolation, now = Date.now }: CollectorOptions) {
    this.#model = model;
    this.#now = now;
    this.#obligations = planObligations(model).filter(isObservable);
    this.#bench = createWorkbench(model, 1);
    this.#properties = createPropertyWatch(model);
    this.#ledger = createLedger(this.#obligations, (obligation, finding) =>
      onViolation?.(obligation, finding),
    );
    this.#routeOf = createRouteTable(model, basePath);
  }

  /** Reads the copies beside the exchange, which does not wait for it. */
  note(request: Request, response: Response): void {
    const reading = this.#read(request, response).finally(() => this.#reading.delete(reading));
    this.#reading.add(reading);
  }

  async #read(request: Request, response: Response): Promise<void> {
    const [sent, received] = await Promise.all([readCopy(request), readCopy(response)]);
    this.see(
      {
        method: request.method,
        url: request.url,
        headers: request.headers,
        ...(sent === undefined ? {} : { body: sent }),
      },
      {
        status: response.status,
        headers: response.headers,
        ...(received === undefined ? {} : { body: received }),
      },
    );
  }

  see(request: SeenRequest, response: SeenResponse): void {
    const { origin, pathname } = new URL(request.url);
    const route = this.#routeOf(request.method, pathname);
    if (!route) return;
    this.#origin ||= origin;
    this.#seen += 1;
    const seen = { number: this.#seen, route, request, response, at: this.#now() };
    this.#judge(toExchange(this.#model, this.#bench, seen));
  }

  #judge(exchange: Exchange): void {
    const observations = observe(this.#bench, exchange);
    if (showsBody(observations)) this.#properties.note(exchange);
    for (const observation of observations) {
      const id = obligationId(exchange.draft.operation.id, observation.kind, ...observation.parts);
      const isKnown = observation.outcome === 'kept' && !this.#ledger.isOpen(id);
      if (!this.#ledger.has(id) || isKnown) continue;
      this.#ledger.rule(id, this.#verdictOf(observation, exchange));
    }
  }

  #verdictOf(observation: ReturnType<typeof observe>[number], exchange: Exchange): Verdict {
    if (observation.outcome === 'open') return unproven(observation.reason, observation.detail);
    if (observation.outcome === 'broken')
      return violated({ ...observation, exchange: this.#record(exchange) });
    this.#evidence.keep(exchange.number, () => this.#record(exchange));
    return provedBy([exchange]);
  }

  /** Nobody told the secrets of this traffic beforehand: they are read off the request itself. */
  #record(exchange: Exchange): RecordedExchange {
    const secrets = createSecrets();
    secrets.add({ name: 'caller', credentials: exchange.draft.credentials });
    return record(exchange, secrets);
  }

  async report(): Promise<Report> {
    while (this.#reading.size > 0) await Promise.all(this.#reading);
    const results = this.#obligations.map((obligation) => ({
      ...obligation,
      verdict: this.#ledger.verdict(obligation.id),
    }));
    return {
      title: this.#model.title,
      version: this.#model.version,
      baseUrl: this.#origin,
      seed: 0,
      run: 'traffic',
      requests: this.#seen,
      ...summarize(results),
      leftBehind: [],
      properties: this.#properties.seen(),
      exchanges: this.#evidence.kept(),
      results,
    };
  }
}
