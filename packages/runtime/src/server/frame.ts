import type { Answer, RenderedAnswer } from './answer.ts';
import type { Authentication } from './behaviours/authentication.ts';
import { requireRoles, requireScopes } from './behaviours/authorization.ts';
import type { RateLimitDecision, RateLimitPlan } from './behaviours/rate-limit.ts';
import type { BodyKind, ReadBody } from './body/body-plan.ts';
import type { AnonymousContext, Principal, RequestContext } from './context.ts';
import { ContractBreach } from './contract-breach.ts';
import { Exchange } from './exchange.ts';
import type { Handler, HandlerRequest } from './handler.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { isLater } from './later.ts';
import type { OperationPlan } from './operation-plan.ts';
import {
  frameProblem,
  ProblemError,
  type ProblemInit,
  type ProblemNaming,
  type ProblemPlace,
} from './problem.ts';
import {
  CheckedRequest,
  NO_BODY,
  readParameters,
  recognizeBody,
  requireAcceptable,
  type SentParameters,
} from './read-request.ts';
import { problemAsAnswer, renderProblem } from './render-problem.ts';
import type { RouteMatch, Router } from './router.ts';
import type { Around, CommonOptions, ExchangeInfo } from './server-options.ts';
import { fromWebResponse } from './web-response.ts';

/** The operations of one path template. */
export interface PathEntry {
  readonly operations: ReadonlyMap<string, OperationPlan>;
  /** The value of `Allow`. */
  readonly allow: string;
}

export interface FrameOptions extends CommonOptions<RequestContext> {
  readonly around?: Around<RequestContext>;
}

type Context = AnonymousContext<RequestContext>;
/** At once when the handler is synchronous. */
type Execute = (context: Context) => RenderedAnswer | Promise<RenderedAnswer>;

interface Settings {
  readonly router: Router<PathEntry>;
  readonly options: FrameOptions;
  readonly naming: ProblemNaming;
  readonly validation: 'throw' | 'report' | 'off';
  readonly basePath: string;
}

/**
 * The way of every request. The order is a promise to clients: route, method, media type,
 * authentication, rate limit, scope, role, path, query and headers, body, handler.
 */
export function createFrame(
  router: Router<PathEntry>,
  options: FrameOptions,
): (request: IncomingRequest) => Promise<RenderedAnswer> {
  const settings: Settings = {
    router,
    options,
    naming: { typeBase: options.problemTypeBase ?? 'urn:problem-type:', titles: options.problemTitles ?? {} },
    validation: options.validateResponses ?? (isProduction() ? 'report' : 'throw'),
    basePath: options.basePath ?? '',
  };
  const { through, acceptRequestId = true } = options;
  if (through === undefined) {
    return (request) => {
      const exchange = new Exchange(request, acceptRequestId);
      return orProblem(settings, exchange, () => serve(settings, exchange));
    };
  }
  return (request) => {
    const exchange = new Exchange(request, acceptRequestId);
    const next = () => orProblem(settings, exchange, () => serve(settings, exchange));
    return orProblem(settings, exchange, () => through(exchange, next));
  };
}

/** Never rejects: whatever goes wrong is answered as a problem. */
async function orProblem(
  settings: Settings,
  exchange: Exchange,
  answer: () => RenderedAnswer | Promise<RenderedAnswer>,
): Promise<RenderedAnswer> {
  try {
    const answered = answer();
    return isLater(answered) ? await answered : answered;
  } catch (error) {
    const problem = toProblem(settings, exchange, error);
    return exchange.complete(renderProblem(problem, settings.naming, placeOf(exchange)));
  }
}

/** Not every platform has a `process`. */
function isProduction(): boolean {
  return typeof process !== 'undefined' && process.env.NODE_ENV === 'production';
}

/** At once where nothing is to be waited for: on the way of every request each promise more shows. */
function serve(settings: Settings, exchange: Exchange): RenderedAnswer | Promise<RenderedAnswer> {
  const { request } = exchange;
  const { entry, texts } = findRoute(settings, exchange.pathname);
  const operation = findOperation(entry, request.method);
  if (operation === undefined) return answerWithoutOperation(exchange, entry);
  exchange.operation = operation;

  const bodyKind = recognizeBody(operation, request);
  requireAcceptable(operation, exchange);
  const admitted = admit(exchange, operation);
  return isLater(admitted)
    ? admitted.then(({ principal }) =>
        serveCaller(settings, exchange, { operation, texts, bodyKind, principal }),
      )
    : serveCaller(settings, exchange, { operation, texts, bodyKind, principal: admitted.principal });
}

/** A request of a caller who may ask. */
interface Admitted {
  readonly operation: OperationPlan;
  /** The path's parameters, as written in the URL. */
  readonly texts: readonly string[];
  readonly bodyKind: BodyKind;
  readonly principal: Principal | null;
}

function serveCaller(
  settings: Settings,
  exchange: Exchange,
  { operation, texts, bodyKind, principal }: Admitted,
): RenderedAnswer | Promise<RenderedAnswer> {
  const { handler } = operation;
  if (handler === null) return answerElsewhere(settings, exchange);
  const invalidPath = settings.options.invalidPath ?? 404;
  const parameters = readParameters(operation, exchange, { texts, invalidPath });
  const checked = { operation, handler, parameters, principal };
  const body = operation.body?.read(exchange.request, bodyKind) ?? NO_BODY;
  return isLater(body)
    ? body.then((late) => serveChecked(settings, exchange, { ...checked, body: late }))
    : serveChecked(settings, exchange, { ...checked, body });
}

/** A request that is as described. */
interface Checked {
  readonly operation: OperationPlan;
  readonly handler: Handler;
  readonly parameters: SentParameters;
  readonly body: ReadBody;
  readonly principal: Principal | null;
}

function serveChecked(
  settings: Settings,
  exchange: Exchange,
  { operation, handler, parameters, body, principal }: Checked,
): RenderedAnswer | Promise<RenderedAnswer> {
  const handlerRequest = new CheckedRequest(exchange.request, parameters, body);
  const context: Context = { principal, requestId: exchange.requestId, operationId: operation.contract.id };
  const execute: Execute = (inner) =>
    answerOf(settings, exchange, { operation, handler, handlerRequest, context: inner });
  const { key } = parameters;
  const work = { operation, key, bytes: body.bytes, context, handlerRequest, execute };
  const answer = runInUnitOfWork(settings, exchange, work);
  return isLater(answer) ? answer.then((late) => exchange.complete(late)) : exchange.complete(answer);
}

function findRoute(settings: Settings, pathname: string): RouteMatch<PathEntry> {
  const { basePath, router } = settings;
  const route = pathname.startsWith(basePath) ? router.find(pathname.slice(basePath.length)) : undefined;
  if (route === undefined) throw frameProblem('not-found', 'There is nothing at this path.');
  return route;
}

/** `HEAD` is answered wherever `GET` is (RFC 9110, section 9.3.2). */
function findOperation(entry: PathEntry, method: string): OperationPlan | undefined {
  return entry.operations.get(method) ?? (method === 'HEAD' ? entry.operations.get('GET') : undefined);
}

function answerWithoutOperation(exchange: Exchange, entry: PathEntry): RenderedAnswer {
  const headers = { allow: entry.allow };
  if (exchange.request.method === 'OPTIONS') return exchange.complete({ status: 204, headers, body: null });
  throw frameProblem('method-not-allowed', `This path answers ${entry.allow}.`, { headers });
}

const PUBLIC: Authentication = { principal: null, needed: [] };

/** Authentication, rate limit, scope and role, in this order. At once where there is nothing to wait for. */
function admit(exchange: Exchange, operation: OperationPlan): Authentication | Promise<Authentication> {
  const { authentication, rateLimit } = operation;
  return authentication === undefined && rateLimit === undefined ? PUBLIC : admitCaller(exchange, operation);
}

function admitCaller(exchange: Exchange, operation: OperationPlan): Authentication | Promise<Authentication> {
  const { authentication: plan, contract } = operation;
  const found = plan === undefined ? PUBLIC : plan.authenticate(exchange, contract.id);
  return isLater(found)
    ? found.then((late) => admitFound(exchange, operation, late))
    : admitFound(exchange, operation, found);
}

function admitFound(
  exchange: Exchange,
  operation: OperationPlan,
  found: Authentication,
): Authentication | Promise<Authentication> {
  const { rateLimit } = operation;
  if (rateLimit === undefined) return requireRights(operation, found);
  const decision = rateLimit.take(exchange.request, found.principal);
  return isLater(decision)
    ? decision.then((late) => admitCounted(exchange, { operation, rateLimit, found, decision: late }))
    : admitCounted(exchange, { operation, rateLimit, found, decision });
}

interface Counted {
  readonly operation: OperationPlan;
  readonly rateLimit: RateLimitPlan;
  readonly found: Authentication;
  readonly decision: RateLimitDecision;
}

function admitCounted(
  exchange: Exchange,
  { operation, rateLimit, found, decision }: Counted,
): Authentication {
  exchange.limited = { plan: rateLimit, decision };
  if (!decision.allowed) throw rateLimit.refusal(decision);
  return requireRights(operation, found);
}

function requireRights({ contract }: OperationPlan, found: Authentication): Authentication {
  if (found.principal !== null) {
    requireScopes(found.needed, found.principal);
    requireRoles(contract.behaviours.roles, found.needed, found.principal);
  }
  return found;
}

/** Says that an answer is not the back end's own. */
const UNIMPLEMENTED_HEADER = 'x-plumbline-unimplemented';

async function answerElsewhere(settings: Settings, exchange: Exchange): Promise<RenderedAnswer> {
  const response = await settings.options.unimplemented?.fetch(exchange.request.web);
  if (response === undefined)
    throw new TypeError('An operation without a handler needs unimplemented.fetch.');
  const answer = fromWebResponse(response);
  return exchange.complete({ ...answer, headers: { ...answer.headers, [UNIMPLEMENTED_HEADER]: 'true' } });
}

interface Call {
  readonly operation: OperationPlan;
  readonly handler: Handler;
  readonly handlerRequest: HandlerRequest;
  readonly context: Context;
}

/** Calls the handler, writes what it answers and holds it against the description. */
function answerOf(
  settings: Settings,
  exchange: Exchange,
  call: Call,
): RenderedAnswer | Promise<RenderedAnswer> {
  const answer = callHandler(settings, exchange, call);
  return answer instanceof Promise
    ? answer.then((late) => renderChecked(settings, exchange, call.operation, late))
    : renderChecked(settings, exchange, call.operation, answer);
}

function renderChecked(
  settings: Settings,
  exchange: Exchange,
  { responses }: OperationPlan,
  answer: Answer,
): RenderedAnswer {
  const rendering = responses.render(answer, exchange.accept);
  if (settings.validation === 'off') return rendering.rendered;
  const breach = responses.check(rendering, exchange.frameHeaders(answer.status));
  if (breach === undefined) return rendering.rendered;
  if (settings.validation === 'throw') throw breach;
  report(() => (settings.options.onContractBreach ?? onErrorOf(settings))(breach, infoOf(exchange)));
  return rendering.rendered;
}

/** What the handler answers or throws as a problem; everything else it throws stays thrown. */
function callHandler(settings: Settings, exchange: Exchange, call: Call): Answer | Promise<Answer> {
  const toAnswer = (error: unknown): Answer => {
    if (error instanceof ProblemError) return problemAsAnswer(error.init, settings.naming, placeOf(exchange));
    throw error;
  };
  try {
    // Safe: the generated types of this very operation say what its handler is given.
    const answer = call.handler(call.handlerRequest as never, call.context as never);
    return isLater(answer) ? Promise.resolve(answer).catch(toAnswer) : answer;
  } catch (error) {
    return toAnswer(error);
  }
}

interface Work {
  readonly operation: OperationPlan;
  /** The idempotency key, where one was sent and is heeded. */
  readonly key: string | undefined;
  /** Of the body. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly context: Context;
  readonly handlerRequest: HandlerRequest;
  readonly execute: Execute;
}

/** The application's hook around the idempotency store around the handler. */
function runInUnitOfWork(
  settings: Settings,
  exchange: Exchange,
  work: Work,
): RenderedAnswer | Promise<RenderedAnswer> {
  const { key } = work;
  const next: Execute =
    key === undefined ? work.execute : (context) => runOnce(settings, exchange, work, key, context);
  const { around } = settings.options;
  // Safe: `Around` is typed for callers that the application knows; here it is null or one of them.
  return around === undefined
    ? next(work.context)
    : around(
        work.context as Parameters<typeof around>[0],
        async (context) => next(context),
        work.handlerRequest,
      );
}

async function runOnce(
  settings: Settings,
  exchange: Exchange,
  work: Work,
  key: string,
  context: Context,
): Promise<RenderedAnswer> {
  const { idempotency } = work.operation;
  const { idempotency: option } = settings.options;
  if (idempotency === undefined || option === undefined || option === false) return work.execute(context);
  const { pathname, search } = exchange;
  const keyed = { principal: work.context.principal, pathname, search, bytes: work.bytes };
  const request = await idempotency.request(keyed, key);
  const outcome = await option.store.run(request, context, async (inner) =>
    asStored(await work.execute(inner)),
  );
  return idempotency.answer(outcome);
}

/** A stream can be read once, and a kept answer is read again. */
async function asStored(answer: RenderedAnswer): Promise<RenderedAnswer> {
  if (!(answer.body instanceof ReadableStream)) return answer;
  return { ...answer, body: new Uint8Array(await new Response(answer.body).arrayBuffer()) };
}

function toProblem(settings: Settings, exchange: Exchange, error: unknown): ProblemInit {
  if (error instanceof ProblemError) {
    if (error.cause !== undefined) report(() => onErrorOf(settings)(error.cause, infoOf(exchange)));
    return error.init;
  }
  report(() => onErrorOf(settings)(error, infoOf(exchange)));
  // Only breaches that are thrown get here, and they are thrown to be seen by whoever develops.
  const detail =
    error instanceof ContractBreach
      ? error.message
      : 'Something went wrong on our side. Name the request id when you report it.';
  return frameProblem('internal-error', detail).init;
}

function onErrorOf(settings: Settings): NonNullable<CommonOptions<RequestContext>['onError']> {
  return (
    settings.options.onError ?? ((error, { requestId }) => console.error(`Request ${requestId}:`, error))
  );
}

/** A hook that fails must not take the answer with it. */
function report(call: () => void): void {
  try {
    call();
  } catch (error) {
    console.error('A hook of the server threw:', error);
  }
}

function placeOf(exchange: Exchange): ProblemPlace {
  return { instance: exchange.pathname, requestId: exchange.requestId };
}

function infoOf(exchange: Exchange): ExchangeInfo {
  const { request, requestId, operationId } = exchange;
  return {
    get request() {
      return request.web;
    },
    incoming: request,
    requestId,
    operationId,
  };
}
