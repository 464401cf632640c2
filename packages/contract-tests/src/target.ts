import type { RecordedExchange } from './exchange.ts';
import type { Shard } from './plan/shard.ts';
import type { SetupApi, Way } from './setup/way.ts';

/** The API under test. */
export interface Target {
  /** Sends a request: the global `fetch`, or the handler of a server in the same process. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** What stands before the paths of the description, for example `http://127.0.0.1:4000`. */
  readonly baseUrl: string;
}

/** The secret of each security scheme by its name; for `http`/`basic` the text `user:password`. */
export type Credentials = Readonly<Record<string, string>>;

/** Somebody who may call the API. */
export interface Identity {
  /** How reports name it. */
  readonly name: string;
  readonly credentials: Credentials;
  /**
   * The scopes the credentials carry.
   *
   * @default undefined: all of them
   */
  readonly scopes?: readonly string[];
  /**
   * The roles the caller has.
   *
   * @default undefined: every role
   */
  readonly roles?: readonly string[];
  /**
   * The tenant the caller belongs to: what one tenant owns must not be seen or changed by another. The first
   * identity's tenant is the one under test; identities of other tenants call only to prove that they are kept out.
   *
   * @default undefined: the tenant of the first identity
   */
  readonly tenant?: string;
  /**
   * Values of path parameters that name what this caller's tenant owns, like `ContractTestOptions.values`. Needed of
   * another tenant than the first one's, for what can neither be made nor listed.
   */
  readonly values?: Readonly<Record<string, string | number>>;
  /**
   * Who it is, where several credentials are one person's: idempotency keys may belong to a person.
   *
   * @default undefined: not known
   */
  readonly principal?: string;
  /** True when the run may lose it: leave the organization, end the session. */
  readonly isDisposable?: boolean;
}

/** Makes credentials with exactly these scopes, for a caller of that role; undefined when it cannot. */
export type Mint = (wanted: {
  readonly scopes: readonly string[];
  readonly role?: string;
}) => Promise<Credentials | undefined>;

/** The time that the API under test goes by. */
export interface MovableClock {
  /** Sets it ahead by so many milliseconds, and resolves when every later request meets the new time. */
  readonly advance: (ms: number) => Promise<void>;
}

/** An operation of the API that makes credentials with chosen scopes. */
export interface MintOperation {
  /** The operation that makes them. */
  readonly operation: string;
  /** JSON Pointer to the secret in its answer. @default '/token' */
  readonly secret?: string;
  /** The property of its body that takes the scopes. @default 'scopes' */
  readonly scopes?: string;
  /** The security scheme that the secret is for. @default the first that the operation itself needs */
  readonly scheme?: string;
  /** The operation that takes them back. @default DELETE of the item */
  readonly revoke?: string;
}

export interface ContractTestOptions {
  /**
   * Decides every made value. The same seed and `run` send the same requests to a server in the same state.
   *
   * @default 1
   */
  readonly seed?: number;
  /**
   * Names the run inside idempotency keys, so that the keys of an earlier run are not met again.
   *
   * @default a random name, told in the report
   */
  readonly run?: string;
  /** Who calls. The first whose scopes and roles suffice for an operation calls it. */
  readonly identities?: readonly Identity[];
  /**
   * How credentials with chosen scopes are made.
   *
   * @default the API's own operation for it, where the description tells one
   */
  readonly mint?: Mint | MintOperation;
  /**
   * What to do before an operation is tested, by operation id: operations to call, or a function. A function may
   * return `path` values, which the operation is then called with.
   *
   * @example
   * { runFlow: async (api) => ({ path: { id: (await api.call('createFlow')).body.id } }) }
   */
  readonly before?: Readonly<Record<string, Way>>;
  /**
   * How to bring about that an operation answers a status, by `operationId/status`: operations to call first, or a
   * function. Calls work on what the request itself names. A function may return how the request is to differ.
   *
   * @example
   * { 'lendBook/409': [{ operation: 'lendBook' }] }
   */
  readonly reach?: Readonly<Record<string, Way>>;
  /** Operation ids, with `*`, that are never called. */
  readonly never?: readonly string[];
  /** Runs after everything else, for what no operation takes away. */
  readonly cleanUp?: (api: SetupApi) => Promise<void>;
  /** One secret for every scheme that takes a token: short for one identity with all scopes. */
  readonly token?: string;
  /** Headers sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Operation ids, kinds or obligation ids, with `*`; only these obligations are planned. */
  readonly only?: readonly string[];
  /** Like `only`; these obligations are left out. */
  readonly except?: readonly string[];
  /** One of several runs that together prove everything, each obligation in one of them. */
  readonly shard?: Shard;
  /**
   * Sends GET and HEAD only.
   *
   * @default false
   */
  readonly safe?: boolean;
  /**
   * Also changes and deletes what the run did not make. Without it, PUT, PATCH, DELETE and actions are sent
   * only to resources that the run created.
   *
   * @default false
   */
  readonly destructive?: boolean;
  /**
   * How many requests that change nothing may be under way at once.
   *
   * @default 4
   */
  readonly concurrency?: number;
  /**
   * After so many requests the rest is `needs-budget`.
   *
   * @default 10_000
   */
  readonly maxRequests?: number;
  /**
   * Milliseconds to wait for one answer.
   *
   * @default 10_000
   */
  readonly timeoutMs?: number;
  /**
   * Milliseconds the whole run may wait for rate limits.
   *
   * @default 120_000
   */
  readonly maxWaitMs?: number;
  /** Values of path parameters, by `operationId.name` or by `name`. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** Changes a request before it is sent, for example to sign it. */
  readonly beforeRequest?: (request: Request, operationId: string) => Request | Promise<Request>;
  /** Sees each exchange after its answer was read. */
  readonly afterExchange?: (exchange: RecordedExchange, operationId: string) => void | Promise<void>;
  /**
   * Moves the time of the API, where a test may: then windows of rate limits and of idempotency keys are gone
   * through without waiting, up to an hour and more in a run. What depends on the time of day moves too.
   *
   * @default undefined: what takes longer than `maxWaitMs` stays `needs-clock`
   */
  readonly clock?: MovableClock;
  /**
   * Requests in a window of the rate limit, where the API under test was given another limit than the description's.
   *
   * @default undefined: those of the description
   */
  readonly quota?: number;
  /**
   * Whose rate limit may be used up at the end of the run, by the names of identities: they are refused for the
   * rest of a window. `true`: the usual caller's.
   *
   * @default true where `clock` is given, else nobody's
   */
  readonly exhaust?: boolean | readonly string[];
  /**
   * So many random requests for each operation after all others, and random sequences of making, reading, changing
   * and deleting things. They are legal, or break one constraint; a failure is reduced to the smallest that shows it.
   * 0: none.
   *
   * @default 0
   */
  readonly random?: number;
  /**
   * Ends the run early: what it made is still taken away, what is left stays unproven, and the report is of what was
   * seen until then.
   */
  readonly signal?: AbortSignal;
  /** Waits; replaced in tests. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Milliseconds since 1970; replaced in tests. */
  readonly now?: () => number;
}
