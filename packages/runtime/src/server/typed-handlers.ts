import type { RequestContext } from './context.ts';

/** What a handler of some operation is given first. */
type RequestOf<Operation> = Operation extends (request: infer Request, ...rest: never) => unknown
  ? Request
  : never;
type AnswerOf<Operation> = Operation extends (...all: never) => infer Result ? Result : never;

/**
 * The handlers of a contract for the context that the frame gives. As methods, so that handlers
 * which want a richer context are accepted here; `ServerOptions.around` then has to supply it.
 */
export type HandlersOf<Operations> = {
  readonly [Id in keyof Operations]: {
    handle(request: RequestOf<Operations[Id]>, context: RequestContext): AnswerOf<Operations[Id]>;
  }['handle'];
};

/** The context that handlers ask for: what all of them ask for together. */
export type ContextOf<Handlers> = Handlers[keyof Handlers] extends (
  request: never,
  context: infer Context,
) => unknown
  ? Context extends RequestContext
    ? Context
    : RequestContext
  : RequestContext;

/** A member for each operation that has neither a handler nor a place in `unimplemented`. */
export type MissingHandlers<Operations, Handlers, Unimplemented extends string> = {
  readonly [Id in Exclude<keyof Operations, keyof Handlers | Unimplemented>]: Operations[Id];
};

/** Refuses handlers for operations that the contract does not have. */
export type UnknownHandlers<Operations, Handlers> = {
  readonly [Id in Exclude<keyof Handlers, keyof Operations>]: never;
};
