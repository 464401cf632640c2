import type { ParseAs, PathSerializer, QuerySerializer } from './options.ts';

export interface MiddlewareRequestParams {
  query?: Record<string, unknown>;
  header?: Record<string, unknown>;
  path?: Record<string, unknown>;
  cookie?: Record<string, unknown>;
}

/** What a call is made with, the client's options and its own merged. */
export interface MergedOptions<Operation = unknown> {
  baseUrl: string;
  parseAs: ParseAs;
  querySerializer: QuerySerializer<Operation>;
  bodySerializer: (body: unknown, headers: Headers) => unknown;
  pathSerializer: PathSerializer;
  fetch: typeof globalThis.fetch;
}

export interface MiddlewareCallbackParams {
  /** The request as it stands. */
  request: Request;
  /** The path template of the description, for example `/websites/{id}`. */
  readonly schemaPath: string;
  /** The parameters as the call gives them. */
  readonly params: MiddlewareRequestParams;
  /** The same in all callbacks of one call. */
  readonly id: string;
  readonly options: MergedOptions;
}

// `void` is what a callback without a `return` gives.
type MaybeNow<T> = T | undefined | void | Promise<T | undefined> | Promise<void>;

/** May replace the request, or answer it. */
type OnRequest = (context: MiddlewareCallbackParams) => MaybeNow<Request | Response>;
/** May replace the answer. */
type OnResponse = (context: MiddlewareCallbackParams & { response: Response }) => MaybeNow<Response>;
/** May replace the error, or answer in place of it. */
type OnError = (context: MiddlewareCallbackParams & { error: unknown }) => MaybeNow<Response | Error>;

/** Callbacks around every call, at least one of them. Those for answers run in reverse order. */
export type Middleware =
  | { onRequest: OnRequest; onResponse?: OnResponse; onError?: OnError }
  | { onRequest?: OnRequest; onResponse: OnResponse; onError?: OnError }
  | { onRequest?: OnRequest; onResponse?: OnResponse; onError: OnError };
