import type { ApiModel, Diagnostic, Operation } from '@plumbline/openapi';
import type { Answer, HandlerRequest, IncomingRequest, RenderedAnswer } from '@plumbline/runtime/server';
import type { DescriptionPlaces } from './check/promise-places.ts';
import type { MockClock } from './control/mock-clock.ts';
import type { ExchangeLog, LogOptions } from './log/exchange-log.ts';
import type { MockState, MockToken } from './state/mock-state.ts';
import type { TroubleScope } from './trouble/trouble-rules.ts';
import type { UpstreamOptions } from './upstream/upstream-options.ts';

/** What a mock is made of. */
export interface MockSource {
  readonly model: ApiModel;
  /**
   * What the model was made of: with it, violations are told with file, line and column.
   * @default undefined: they are told with file and JSON pointer
   */
  readonly description?: DescriptionPlaces;
}

/**
 * Answers an operation in place of its examples; `undefined` leaves it to the next responder and at last to
 * the examples. It is called with checked requests only, and its answer is held against the description.
 */
export type Responder = (
  operation: Operation,
  request: HandlerRequest,
) => Answer | undefined | Promise<Answer | undefined>;

/** Behaviours that a mock with state keeps as they are declared. */
export interface BehaviourSwitches {
  /** Refuses callers without the scopes and roles that an operation needs (403). @default true */
  readonly scopes?: boolean;
  /** Counts requests, tells the counts in headers and refuses what is too much (429). @default true */
  readonly rateLimit?: boolean;
  /** Keeps answers for idempotency keys. @default true */
  readonly idempotency?: boolean;
  /** Cuts lists into pages; without it a list is answered whole. @default true */
  readonly paging?: boolean;
}

/** What goes wrong on demand. `README.md` tells the language of plans. */
export interface TroubleOptions {
  /** Meets every request from the start: `'latency=200ms..800ms; status=503@0.1'`. @default none */
  readonly plan?: string;
  /** Whether a request may bring its own, in the header `Plumbline-Trouble`. @default true */
  readonly header?: boolean;
  /** The longest that an answer or its body is held back, in milliseconds. @default 60_000 */
  readonly longest?: number;
}

/** Trouble that goes on until it is ended. */
export interface OngoingTrouble {
  end(): void;
}

export interface MockOptions {
  /**
   * Remembers: what was created is read, listed, changed and deleted. What each operation does is inferred from
   * paths, schemas, links and `x-contract-resource`; where nothing can be inferred, the operation answers as without
   * state. Responders go before it.
   * @default false
   */
  readonly state?: boolean;
  /** Behaviours of a mock with state to switch off. @default all are on */
  readonly behaviours?: BehaviourSwitches;
  /**
   * Which session a request belongs to; each has its own state.
   * @default what the header `Plumbline-Session` says, else `'default'`
   */
  readonly sessionOf?: (request: Request) => string;
  /**
   * Tokens that every session of a mock with state knows from its start; with at least one known token, others are
   * refused with 401. Without any, every token is let in: `mock_<tenant>` speaks for a tenant of that name,
   * `mock_<tenant>~<scope>+<scope>` has these scopes only (written with `.` for what a token cannot have, `read.pets`
   * for `read:pets`), and all others have all scopes of the tenant `default`.
   * @default {}
   */
  readonly tokens?: Readonly<Record<string, MockToken>>;
  /**
   * Names in the header `Plumbline-Answer` where the body came from: `state`, `example` or `made`.
   * @default the same as `state`
   */
  readonly tellsAnswer?: boolean;
  /**
   * Answers with made values even where the description has examples. A request asks for the same with
   * `Prefer: dynamic=true`.
   * @default false
   */
  readonly dynamic?: boolean;
  /**
   * The same seed makes the same values, also from one start to the next. `Prefer: seed=…` replaces it for one
   * request.
   * @default undefined: dynamic values differ from answer to answer, all others stay the same
   */
  readonly seed?: number | string;
  /** @default no trouble but what requests ask for in the header `Plumbline-Trouble` */
  readonly trouble?: TroubleOptions;
  /**
   * Makes bodies from their schemas although there are examples; other than with `dynamic`, they stay the same.
   * @default false
   */
  readonly ignoreExamples?: boolean;
  /**
   * Refuses requests that the description does not allow. Credentials are a matter of `security`.
   * @default true
   */
  readonly validateRequest?: boolean;
  /**
   * Refuses requests without the declared credentials; which credentials, a mock cannot judge. Switch it off
   * behind something that has authenticated already.
   * @default true
   */
  readonly security?: boolean;
  /**
   * What happens to an answer of a responder that the description does not allow: `true` answers 500 and says
   * why, `false` sends it with the violations in the header `sl-violations`. What the mock makes of the
   * description is never sent unless it is valid.
   * @default false
   */
  readonly errors?: boolean;
  /**
   * Answers preflight requests and lets pages of every origin read the answers.
   * @default true
   */
  readonly cors?: boolean;
  /** Asked in their order. @default [] */
  readonly responders?: readonly Responder[];
  /** Bytes of a request body. @default 10_485_760 */
  readonly maxBodyBytes?: number;
  /** Milliseconds since 1970, for headers that tell a time. @default Date.now */
  readonly now?: () => number;
  /**
   * A real server that answers, all operations or some. Requests and answers are checked in both directions; what is
   * wrong is told in the header `Plumbline-Violations` and in the log.
   * @default undefined: the mock answers everything itself
   */
  readonly upstream?: UpstreamOptions;
  /**
   * Answers below `/__plumbline/`: operations that reset, seed and inspect what is remembered, move the clock, make
   * trouble and read the log, their description (`openapi.json`), and a page that uses them. Pages of other origins get
   * nothing there. It has no credentials: serve it on the loopback address only.
   * @default false
   */
  readonly control?: boolean;
  /**
   * Keeps the latest exchanges, with what was wrong with each. Secrets are left out of them.
   * @default undefined: nothing is kept, unless there is `control`
   */
  readonly log?: LogOptions;
  /** Told of each of `MockServer.diagnostics` as it is found. */
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
}

/** A mock of every operation of a description, on web standards. */
export interface MockServer {
  /**
   * Whatever goes wrong is answered as problem details (RFC 9457). Rejects only as `fetch` does: with a `TypeError`
   * where trouble on demand resets the connection, and with the reason of the request's signal when that aborts.
   */
  fetch(request: Request): Promise<Response>;
  /**
   * The same for adapters to servers of other kinds, which need no web-standard objects: `toNodeListener` of
   * `@plumbline/mock-server/node` mounts it.
   */
  answer(request: IncomingRequest): Promise<RenderedAnswer>;
  /**
   * Makes trouble for coming requests: slow, refused, broken and lost answers, the same for the same seed.
   * The newest plan for a request counts, and a plan that the request brings with it stands before all.
   *
   *     const outage = mock.trouble('status=503; times=2', { operations: ['listPets'] });
   *
   * @throws {TroubleSyntaxError} for a plan that cannot be read; its message says what is wrong with it
   */
  trouble(plan: string, scope?: TroubleScope): OngoingTrouble;
  /**
   * What was found wrong with the description so far: examples that their schemas do not allow, schemas that
   * nothing can be made of. Each is found when an answer first needs it.
   */
  readonly diagnostics: readonly Diagnostic[];
  /** The operation that answers a path, which may begin as one of the described servers does; undefined: none. */
  operationOf(method: string, path: string): Operation | undefined;
  /** The time that the mock tells and counts by. */
  readonly clock: MockClock;
  /** The latest exchanges; absent without the option `log`. */
  readonly log?: ExchangeLog;
  /**
   * Serves another description from now on, in one step. Log, trouble and clock stay, and what was remembered as far as
   * the new description has a place for it.
   */
  reload(source: MockSource): void;
  /** What the mock remembers; undefined without the option `state`. Another one after a reload. */
  readonly state?: MockState | undefined;
}
