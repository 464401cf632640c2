import type { Pager } from '../paging/pager.ts';
import type { Api, BarePath, CallMethod, Given, Init, Part, ReadAs } from './calls.ts';
import type { Middleware } from './middleware.ts';
import type { ParseAs } from './options.ts';

/**
 * A client whose types were generated: each call looks up what stands ready for its path.
 * - `Gives`: whether undeclared outcomes and failed transports are among the results
 */
export interface TypedClient<Types extends Api, Gives extends Given = 'result'> extends MiddlewareCalls {
  readonly GET: CallMethod<Types['calls']['GET'], Gives>;
  readonly PUT: CallMethod<Types['calls']['PUT'], Gives>;
  readonly POST: CallMethod<Types['calls']['POST'], Gives>;
  readonly DELETE: CallMethod<Types['calls']['DELETE'], Gives>;
  readonly OPTIONS: CallMethod<Types['calls']['OPTIONS'], Gives>;
  readonly HEAD: CallMethod<Types['calls']['HEAD'], Gives>;
  readonly PATCH: CallMethod<Types['calls']['PATCH'], Gives>;
  readonly TRACE: CallMethod<Types['calls']['TRACE'], Gives>;
  /** RFC 10008, known to OpenAPI since 3.2. */
  readonly QUERY: CallMethod<Types['calls']['QUERY'], Gives>;
  readonly request: CallByMethod<Types, Gives>;
  readonly paginate: Paginate<Types>;
  readonly stream: Stream<Types>;
}

/** What stands around the calls of every client. */
export interface MiddlewareCalls {
  /** Adds callbacks around every call. */
  use(...middleware: Middleware[]): void;
  /** Takes them away. */
  eject(...middleware: Middleware[]): void;
}

/** Calls by method, also those without a name of their own: `client.request('COPY', '/websites')`. */
export interface CallByMethod<Types extends Api, Gives extends Given> {
  <Name extends AnyMethod<Types>, Path extends keyof CallsOf<Types, Name>, As extends ParseAs = 'json'>(
    method: Name,
    path: Path,
    init: Init<CallsOf<Types, Name>[Path], As>,
  ): Promise<ReadAs<Part<CallsOf<Types, Name>[Path], Gives>, As>>;
  <Name extends AnyMethod<Types>, Path extends keyof CallsOf<Types, Name>>(
    method: Name,
    path: BarePath<CallsOf<Types, Name>[Path], Path>,
  ): Promise<Part<CallsOf<Types, Name>[Path], Gives>>;
}

/**
 * All items of a list, page after page, for the operations that declare paging:
 *
 *     for await (const website of client.paginate('/websites', { params: { query: { limit: 100 } } })) …
 *
 * Ends with the last page, throws `PageFailed` for an answer that is none, and stops with the call's `signal`. Lists
 * that are asked for with another method are named with it: `client.paginate('POST', '/search', { body })`.
 */
export interface Paginate<Types extends Api> {
  <Path extends keyof PagesOf<Types, 'GET'>>(
    path: Path,
    init: Init<CallAt<Types, 'GET', Path>>,
  ): Pager<PagesOf<Types, 'GET'>[Path]>;
  <Path extends keyof PagesOf<Types, 'GET'>>(
    path: BarePath<CallAt<Types, 'GET', Path>, Path>,
  ): Pager<PagesOf<Types, 'GET'>[Path]>;
  <Name extends keyof Types['pages'] & string, Path extends keyof PagesOf<Types, Name>>(
    method: Name,
    path: Path,
    init: Init<CallAt<Types, Name, Path>>,
  ): Pager<PagesOf<Types, Name>[Path]>;
}

/**
 * The items of an answer as they come, for the operations that declare a stream:
 *
 *     for await (const event of client.stream('/events', { signal })) …
 *
 * Ends with the answer, throws `StreamFailed` for one that is no such stream, and stops with the call's `signal`.
 * Operations of another method are named with it: `client.stream('POST', '/completions', { body })`.
 */
export interface Stream<Types extends Api> {
  <Path extends keyof StreamsOf<Types, 'GET'>>(
    path: Path,
    init: Init<CallAt<Types, 'GET', Path>>,
  ): AsyncGenerator<StreamsOf<Types, 'GET'>[Path], undefined>;
  <Path extends keyof StreamsOf<Types, 'GET'>>(
    path: BarePath<CallAt<Types, 'GET', Path>, Path>,
  ): AsyncGenerator<StreamsOf<Types, 'GET'>[Path], undefined>;
  <Name extends keyof Types['streams'] & string, Path extends keyof StreamsOf<Types, Name>>(
    method: Name,
    path: Path,
    init: Init<CallAt<Types, Name, Path>>,
  ): AsyncGenerator<StreamsOf<Types, Name>[Path], undefined>;
}

export type CallAt<Types extends Api, Name extends string, Path> = CallsOf<Types, Name>[Path &
  keyof CallsOf<Types, Name>];
type MethodOf<Types extends Api> = keyof Types['calls'] & string;
export type AnyMethod<Types extends Api> = MethodOf<Types> | Lowercase<MethodOf<Types>>;
export type CallsOf<Types extends Api, Name extends string> = Types['calls'][Uppercase<Name> &
  keyof Types['calls']];
export type PagesOf<Types extends Api, Name extends string> = Types['pages'][Name & keyof Types['pages']];

export type StreamsOf<Types extends Api, Name extends string> = Types['streams'][Name &
  keyof Types['streams']];

type PathOf<Types extends Api> = { [Name in MethodOf<Types>]: keyof Types['calls'][Name] }[MethodOf<Types>];

/** The same calls by path: `client['/websites/{id}'].GET({ params })`. */
export type PathBasedTypedClient<Types extends Api, Gives extends Given = 'result'> = {
  readonly [Path in PathOf<Types>]: {
    readonly [Name in MethodOf<Types> as Path extends keyof Types['calls'][Name] ? Name : never]: (
      ...init: BareArguments<CallAt<Types, Name, Path>> | [init: Init<CallAt<Types, Name, Path>>]
    ) => Promise<Part<CallAt<Types, Name, Path>, Gives>>;
  };
};

type BareArguments<Call> = Call extends { readonly isOptional: true } ? [] : never;
