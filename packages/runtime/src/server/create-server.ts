import type { OperationContract, TypedContract } from '../contract.ts';
import type { RenderedAnswer } from './answer.ts';
import type { AnySecurityHandler } from './behaviours/authentication.ts';
import { createFrame, type FrameOptions, type PathEntry } from './frame.ts';
import type { AnyHandlers, Handler } from './handler.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { createOperationPlans, type OperationPlan } from './operation-plan.ts';
import { createRouter } from './router.ts';
import type { ServerOptions } from './server-options.ts';
import type { ContextOf, HandlersOf, MissingHandlers } from './typed-handlers.ts';
import { WebRequest } from './web-request.ts';
import { toWebResponse } from './web-response.ts';

/** Mount `fetch` wherever a web-standard `Request` comes in; `@plumbline/runtime/node` mounts `answer`. */
export interface Server {
  /** Never rejects: whatever goes wrong is answered as a problem. */
  fetch(request: Request): Promise<Response>;
  /**
   * The same for adapters to servers of other kinds, which need no web-standard objects. What it gives belongs to
   * whoever asked: nobody else looks at its headers again.
   */
  answer(request: IncomingRequest): Promise<RenderedAnswer>;
}

/**
 * A server for a contract: routes, reads and checks requests, calls the handler of the operation,
 * checks its answer, and keeps what the description promises of scopes, rate limits, idempotency
 * and paging.
 *
 * Write handlers against the generated types, then their context is known here too:
 *
 *     const handlers: Handlers<RequestContext<Caller>> = { ... };
 *     const server = createServer(contract, handlers, { security: { ... } });
 *     serve({ fetch: server.fetch });
 *
 * @throws TypeError for a contract that cannot be served: a handler, a security handler or a store
 * that it needs is missing.
 */
export function createServer<
  Schemes = Readonly<Record<never, never>>,
  Operations extends object = AnyHandlers,
  H extends Partial<HandlersOf<Operations>> = Partial<HandlersOf<Operations>>,
  const Unimplemented extends string = never,
>(
  contract: TypedContract<Operations, Schemes>,
  handlers: H & MissingHandlers<Operations, H, Unimplemented>,
  options: ServerOptions<ContextOf<H>, Schemes, Unimplemented>,
): Server {
  // Safe: the types above are for callers; the frame works with every context and every scheme.
  const frameOptions = options as unknown as FrameOptions & {
    readonly security?: Readonly<Record<string, AnySecurityHandler>>;
  };
  const plans = createOperationPlans({
    contract,
    handlers: new Map(Object.entries(handlers as Readonly<Record<string, Handler>>)),
    security: new Map(Object.entries(frameOptions.security ?? {})),
    options: frameOptions,
    limits: {
      bodyBytes: frameOptions.maxBodyBytes ?? 1_048_576,
      jsonDepth: frameOptions.maxJsonDepth ?? 64,
    },
  });
  const templates = plans.map((plan) => ({ path: plan.contract.path, value: plan }));
  const answer = createFrame(createRouter(templates, toPathEntry), frameOptions);
  return { answer, fetch: async (request) => toWebResponse(await answer(new WebRequest(request))) };
}

function toPathEntry(plans: readonly OperationPlan[]): PathEntry {
  const operations = new Map(plans.map((plan) => [plan.contract.method, plan]));
  return { operations, allow: allowedMethods(plans.map(({ contract }) => contract)).join(', ') };
}

function allowedMethods(operations: readonly OperationContract[]): string[] {
  const methods = new Set(operations.map(({ method }) => method));
  if (methods.has('GET')) methods.add('HEAD');
  methods.add('OPTIONS');
  return [...methods].sort();
}
