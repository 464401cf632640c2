import type { RenderedAnswer } from './answer.ts';
import type { IdempotencyStore } from './behaviours/idempotency.ts';
import type { RateLimitOptions } from './behaviours/rate-limit.ts';
import type { AnonymousContext, Principal, RequestContext } from './context.ts';
import type { ContractBreach } from './contract-breach.ts';
import type { Credentials, SecurityHandler } from './credentials.ts';
import type { HandlerRequest } from './handler.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { Through } from './passage.ts';
import type { FrameProblem } from './problem.ts';

/** What a hook is told of the exchange that something happened in. */
export interface ExchangeInfo {
  readonly request: Request;
  /** The same as it was brought here: a look at it costs less than at `request`, which is made when it is asked for. */
  readonly incoming: IncomingRequest;
  readonly requestId: string;
  /** Null before the operation is known. */
  readonly operationId: string | null;
}

/**
 * The application's unit of work around a handler: opens a transaction, adds to the context, calls
 * `next` and commits; after an attempt that it rolled back it may call `next` again. What it returns is
 * answered. An answer of status 400 and up, and whatever `next` throws, means: roll back. `request` is
 * what the handler will be given; before `next` is the place for work that must not hold the transaction.
 */
export type Around<Context extends RequestContext> = (
  context: AnonymousContext<RequestContext<Context['principal']>>,
  next: (context: AnonymousContext<Context>) => Promise<RenderedAnswer>,
  request: HandlerRequest,
) => Promise<RenderedAnswer>;

export interface CommonOptions<Context extends RequestContext, Unimplemented extends string = string> {
  /**
   * Put before every problem's slug to make its `type`.
   * @default 'urn:problem-type:'
   * @example 'https://api.example.com/errors/'
   */
  readonly problemTypeBase?: string;
  /** Other titles for the frame's own problems, by slug. */
  readonly problemTitles?: Readonly<Partial<Record<FrameProblem, string>>>;
  /**
   * What happens to answers that the description does not allow: `throw` answers 500 and says why,
   * `report` answers them as they are and calls `onContractBreach`, `off` does not look.
   * @default 'report' when `NODE_ENV` is `production`, else 'throw'
   */
  readonly validateResponses?: 'throw' | 'report' | 'off';
  readonly onContractBreach?: (breach: ContractBreach, info: ExchangeInfo) => void;
  /**
   * Told of everything a handler or hook threw and did not mean to answer.
   * @default writes it to `console.error`
   */
  readonly onError?: (error: unknown, info: ExchangeInfo) => void;
  /** Stands around everything that is done for a request. */
  readonly through?: Through;
  /**
   * How a path parameter that breaks its schema is answered: as a resource that is not there, or as
   * a bad request.
   * @default 404
   */
  readonly invalidPath?: 404 | 400;
  /** Stands before every path, for example `/v2`. @default '' */
  readonly basePath?: string;
  /** Bytes of a request body. @default 1_048_576 */
  readonly maxBodyBytes?: number;
  /** Levels of nesting in a JSON body. @default 64 */
  readonly maxJsonDepth?: number;
  /** Whether a client may choose the request id in `X-Request-Id`. @default true */
  readonly acceptRequestId?: boolean;
  /**
   * Where rate limits are counted; `false` switches them off. Required when an operation that is
   * served declares one.
   */
  readonly rateLimit?: RateLimitOptions<Context['principal']> | false;
  /**
   * Where answers for idempotency keys are kept; `false` ignores keys. Required when an operation
   * that is served declares idempotency.
   */
  readonly idempotency?: { readonly store: IdempotencyStore<AnonymousContext<Context>> } | false;
  /**
   * Operations that have no handler yet. `fetch` answers them, for example a mock of the same
   * description, and the answer is marked `X-Plumbline-Unimplemented: true`. Authentication, rate
   * limit, scopes and roles stay ours; reading and checking the request, idempotency and the answer
   * are those of `fetch`.
   */
  readonly unimplemented?: {
    readonly operations: readonly Unimplemented[];
    readonly fetch: (request: Request) => Response | Promise<Response>;
  };
}

/** A handler for each security scheme, with the credentials that its scheme brings. */
export type SecurityHandlersOf<Schemes, P extends Principal> = {
  readonly [Name in keyof Schemes]: Schemes[Name] extends (
    credentials: infer C extends Credentials,
    ...rest: never
  ) => unknown
    ? SecurityHandler<P, C>
    : never;
};

type SecurityOption<Schemes, P extends Principal> = keyof Schemes extends never
  ? { readonly security?: Readonly<Record<never, never>> }
  : { readonly security: SecurityHandlersOf<Schemes, P> };

/** Required as soon as handlers expect more of their context than the frame gives them. */
type AroundOption<Context extends RequestContext> =
  Exclude<keyof Context, keyof RequestContext> extends never
    ? { readonly around?: Around<Context> }
    : { readonly around: Around<Context> };

export type ServerOptions<
  Context extends RequestContext,
  Schemes,
  Unimplemented extends string,
> = CommonOptions<Context, Unimplemented> &
  SecurityOption<Schemes, Context['principal']> &
  AroundOption<Context>;
