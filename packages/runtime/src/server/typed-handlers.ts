import type { AnonymousContext, RequestContext } from './context.ts';

/** What a handler of some operation is given first. */
type RequestOf<Operation> = Operation extends (request: infer Request, ...rest: never) => unknown
  ? Request
  : never;
/** `Handlers<never>` has `never` here, except where anonymous callers are admitted. */
type ContextFor<Operation> = Operation extends (request: never, context: infer Context) => unknown
  ? [Context] extends [never]
    ? RequestContext
    : AnonymousContext<RequestContext>
  : RequestContext;
type AnswerOf<Operation> = Operation extends (...all: never) => infer Result ? Result : never;

/**
 * The handlers of a contract for the context that the frame gives. As methods, so that handlers
 * which want a richer context are accepted here; `ServerOptions.around` then has to supply it.
 */
export type HandlersOf<Operations> = {
  readonly [Id in keyof Operations]: {
    handle(request: RequestOf<Operations[Id]>, context: ContextFor<Operations[Id]>): AnswerOf<Operations[Id]>;
  }['handle'];
};

/**
 * The context that handlers ask for: what all of them ask for together. Handlers that admit
 * anonymous callers ask for the same with `principal` or null, so they speak only where there are
 * no others.
 */
export type ContextOf<Handlers> = keyof CallerHandlers<Handlers> extends never
  ? ContextOfAll<Handlers>
  : ContextOfAll<CallerHandlers<Handlers>>;

/** Not distributive, so that the contexts of all handlers are inferred as their intersection. */
type ContextOfAll<Handlers> = Handlers[keyof Handlers] extends (
  request: never,
  context: infer Context,
) => unknown
  ? [Context] extends [never]
    ? RequestContext
    : Context extends RequestContext
      ? Context
      : RequestContext
  : RequestContext;

type CallerHandlers<Handlers> = {
  [Id in keyof Handlers as AdmitsAnonymous<Handlers[Id]> extends true ? never : Id]: Handlers[Id];
};

type AdmitsAnonymous<Handler> = Handler extends (request: never, context: { principal: infer P }) => unknown
  ? null extends P
    ? true
    : false
  : false;

/** A member for each operation that has neither a handler nor a place in `unimplemented`. */
export type MissingHandlers<Operations, Handlers, Unimplemented extends string> = {
  readonly [Id in Exclude<keyof Operations, keyof Handlers | Unimplemented>]: Operations[Id];
};
