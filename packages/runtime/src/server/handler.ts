import type { Answer } from './answer.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** What a handler is given: the parts of the request that the description declares, checked. */
export interface HandlerRequest {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** By the names of the description. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: Readonly<Record<string, unknown>>;
  /** Undefined without a body. Values for JSON and forms, a string for text, bytes otherwise. */
  readonly body: unknown;
  /** The media type of `body`, in lower case and without parameters. */
  readonly contentType: string | undefined;
  /** The request as it came. Its body has been read when the operation declares one. */
  readonly raw: Request;
  /** The same as it was brought here: a look at it costs less than at `raw`, which is made when it is asked for. */
  readonly incoming: IncomingRequest;
}

/**
 * The function that answers one operation. Generated `Handlers` narrow its types.
 * (A method, so that handlers for a richer context than the frame knows are accepted.)
 */
export type Handler = {
  handle(request: never, context: never): Answer | Promise<Answer>;
}['handle'];

/** Handlers by operation id. */
export type AnyHandlers = { readonly [operationId: string]: Handler };
