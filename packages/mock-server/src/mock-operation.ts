import type { ApiModel, Operation } from '@plumbline/openapi';
import {
  type AnonymousContext,
  type Answer,
  type Credentials,
  createServer,
  type HandlerRequest,
  type IdempotencyOutcome,
  type IdempotencyStore,
  type Principal,
  type RateLimitPolicy,
  type RateLimitRequest,
  type RenderedAnswer,
  type RequestContext,
  type SecurityContext,
  type Server,
} from '@plumbline/runtime/server';
import type { Bodies } from './answer/bodies.ts';
import type { Examples } from './answer/examples.ts';
import { failureResponse, violationsOf } from './answer/failure-response.ts';
import type { HeaderTexts } from './answer/header-texts.ts';
import { createNegotiator, type Negotiated, type Negotiator } from './answer/negotiate.ts';
import { MockRefusal, prismProblem, problemResponse } from './answer/prism-problem.ts';
import { isProblem, withFacts } from './answer/problem-facts.ts';
import {
  declaredRefusal,
  type Refusal,
  refusalBody,
  refusalViolations,
  toRefusal,
  undeclaredRefusal,
  withRefusalFacts,
} from './answer/refuse.ts';
import { responseHeaders } from './answer/response-headers.ts';
import { sendAnswer } from './answer/send-answer.ts';
import { VIOLATIONS_HEADER, violationsText } from './answer/violations-header.ts';
import { sentContentType, writeBody } from './answer/write-body.ts';
import type { LazyChecks } from './checks.ts';
import type { Exchange } from './exchange.ts';
import type { Findings } from './findings.ts';
import { concreteMediaType } from './media-kind.ts';
import type { MockOptions } from './mock-options.ts';
import { keptBehaviours } from './request/kept-behaviours.ts';
import { toContract } from './request/operation-contract.ts';
import { sessionName } from './request/session-name.ts';
import { type Act, Unshowable } from './state/acts.ts';
import type { Caller } from './state/callers.ts';
import type { MockMemory } from './state/mock-memory.ts';
import type { Session } from './state/session.ts';
import type { StateAnswer, StateBody } from './state/state-answers.ts';
import { StateRefusal } from './state/state-refusal.ts';
import { StoreFull } from './state/store.ts';

/** What the operations of a mock share. */
export interface Workbench {
  readonly model: ApiModel;
  readonly options: MockOptions;
  readonly checks: LazyChecks;
  readonly findings: Findings;
  readonly examples: Examples;
  readonly bodies: Bodies;
  readonly headerTexts: HeaderTexts;
  /** Absent without the option `state`. */
  readonly memory?: MockMemory;
}

/** What a handler of the mock knows beside the request. */
interface MockContext extends RequestContext {
  /** Absent where no idempotency keys are kept. */
  readonly exchange?: Exchange;
}

/** Bytes, as Prism takes them. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Names where a body came from. */
const ANSWER_HEADER = 'plumbline-answer';

/** Which credentials are good, a mock cannot judge: whoever sends some is let in. */
const ANYBODY: Principal = { id: 'anybody', tenant: 'anybody', scopes: [], roles: [] };

/**
 * The mock of one operation, made at its first request. The runtime's own server reads and checks the request and
 * holds the answer against the description; here is only what a mock adds to it: what to answer.
 */
export class MockOperation {
  readonly #operation: Operation;
  readonly #workbench: Workbench;
  readonly #negotiator: Negotiator;
  readonly #server: Server;
  /** The runtime hands each request on as it got it. */
  readonly #exchanges = new WeakMap<Request, Exchange>();

  constructor(operation: Operation, workbench: Workbench) {
    this.#operation = operation;
    this.#workbench = workbench;
    this.#negotiator = createNegotiator(operation);
    this.#server = this.#createServer();
  }

  async answer(exchange: Exchange): Promise<Response> {
    const { request } = exchange;
    this.#exchanges.set(request, exchange);
    const response = await this.#server.fetch(request);
    if (exchange.failure !== undefined) return failureResponse(exchange.failure);
    if (!exchange.isAnswered) return this.#refuse(exchange, await toRefusal(response), response.headers);
    if (this.#operation.deprecated && !response.headers.has('deprecation')) {
      response.headers.set('deprecation', 'true');
    }
    if (this.#tellsAnswer && exchange.answeredBy !== undefined) {
      response.headers.set(ANSWER_HEADER, exchange.answeredBy);
    }
    if (exchange.breach) {
      response.headers.set(VIOLATIONS_HEADER, violationsText(violationsOf(exchange.breach)));
    }
    return response;
  }

  /** The declared answer of a status, whatever the request is like; undefined where there is none. */
  answerOf(exchange: Exchange, status: number): Response | undefined {
    const { example: _, ...preferences } = exchange.preferences;
    try {
      const asked = { ...exchange, preferences: { ...preferences, code: status } };
      return sendAnswer(this.#describedAnswer(asked, crypto.randomUUID()), {});
    } catch (error) {
      if (error instanceof MockRefusal) return undefined;
      throw error;
    }
  }

  #createServer(): Server {
    const { model, options, checks, findings, memory } = this.#workbench;
    const contract = toContract(this.#operation, {
      model,
      checks,
      findings,
      hasSecurity: options.security ?? true,
      validatesRequest: options.validateRequest ?? true,
      ...(memory ? { behaviours: keptBehaviours(this.#operation, options.behaviours) } : {}),
    });
    const handlers = { [this.#operation.id]: this.#handle.bind(this) };
    const callerOf = (credentials: Credentials, { request }: SecurityContext): Principal | null =>
      memory ? memory.callers.find(credentials, this.#sessionOf(request, memory)) : ANYBODY;
    const security = Object.fromEntries(model.securitySchemes.map(({ name }) => [name, callerOf]));
    return createServer(contract, handlers, {
      ...(memory ? this.#remembering(memory) : {}),
      // Safe: the type lets pass only the handlers of a contract that the compiler knows; this one it does not.
      security: security as Readonly<Record<never, never>>,
      validateResponses: options.errors ? 'throw' : 'report',
      onContractBreach: (breach, { request }) => {
        const exchange = this.#exchanges.get(request);
        if (exchange) exchange.breach = breach;
      },
      onError: (error, { request }) => {
        const exchange = this.#exchanges.get(request);
        if (exchange) exchange.failure = error;
      },
      invalidPath: 400,
      maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    });
  }

  /** What the runtime counts and keeps, apart for each session. */
  #remembering(memory: MockMemory) {
    return {
      rateLimit: {
        store: {
          // Safe: a mock with memory has no other principals than its callers.
          take: (asked: RateLimitRequest) =>
            (asked.principal as Caller | null)?.session.limits.take(asked) ??
            memory.session(asked.partition.replace(/^address:/, '')).limits.take(asked),
        },
        policyFor: (caller: Principal | null, policies: readonly RateLimitPolicy[]) => {
          const [first] = policies;
          const named = policies.find(({ name }) => name === (caller as Caller | null)?.policy); // Safe: as above.
          if (first === undefined) throw new TypeError('A rate limit has at least one policy.');
          return named ?? first;
        },
        addressOf: (request: Request) => this.#sessionOf(request, memory).name,
      },
      idempotency: { store: { run: this.#runOnce.bind(this) } },
      around: (
        context: AnonymousContext<RequestContext>,
        next: (context: AnonymousContext<MockContext>) => Promise<RenderedAnswer>,
        { raw }: HandlerRequest,
      ) => {
        const exchange = this.#exchanges.get(raw);
        return next(exchange ? { ...context, exchange } : context);
      },
    };
  }

  /** A kept answer is one that was found, though no handler was asked. */
  async #runOnce(
    ...[asked, context, execute]: Parameters<IdempotencyStore<AnonymousContext<MockContext>>['run']>
  ): Promise<IdempotencyOutcome> {
    const { exchange } = context;
    const { memory } = this.#workbench;
    if (!exchange || !memory) throw new TypeError('Idempotency keys are kept in a session only.');
    const { keys } = this.#sessionOf(exchange.request, memory);
    const outcome = await keys.run(asked, context, execute);
    if (outcome.kind === 'replayed') exchange.isAnswered = true;
    return outcome;
  }

  #sessionOf(request: Request, memory: MockMemory): Session {
    return memory.session((this.#workbench.options.sessionOf ?? sessionName)(request));
  }

  get #tellsAnswer(): boolean {
    const { options, memory } = this.#workbench;
    return options.tellsAnswer ?? memory !== undefined;
  }

  async #handle(
    request: HandlerRequest,
    { requestId, principal }: AnonymousContext<RequestContext>,
  ): Promise<Answer> {
    const exchange = this.#exchanges.get(request.raw);
    if (!exchange) throw new TypeError('The runtime handed on another request than it was given.');
    const { code, example } = exchange.preferences;
    const isForced = code !== undefined || example !== undefined;
    const responded = isForced ? undefined : await this.#respond(request);
    if (responded) exchange.answeredBy = 'responder';
    const remembered =
      responded || isForced ? undefined : this.#rememberedAnswer(exchange, request, principal);
    const answer = responded ?? remembered ?? this.#describedAnswer(exchange, requestId);
    exchange.isAnswered = true;
    return answer;
  }

  /** What the state has to answer with; undefined where it has to do with nothing, or cannot be shown. */
  #rememberedAnswer(
    exchange: Exchange,
    request: HandlerRequest,
    principal: Principal | null,
  ): Answer | undefined {
    const { memory, options } = this.#workbench;
    if (!memory || exchange.preferences.dynamic) return undefined;
    // Safe: a mock with memory has no other principals than its callers.
    const caller =
      (principal as Caller | null) ?? memory.callers.anybody(this.#sessionOf(request.raw, memory));
    const act: Act = {
      operation: this.#operation,
      request,
      ids: memory.idsOf(this.#operation, request.path),
      store: caller.session.store,
      tenant: caller.tenant,
      now: (options.now ?? Date.now)(),
    };
    try {
      const answer = memory.answers.perform(act);
      return answer && this.#stateAnswer(exchange, answer, act);
    } catch (error) {
      if (error instanceof StateRefusal) return this.#stateRefusal(exchange, error);
      if (!(error instanceof Unshowable || error instanceof StoreFull)) throw error;
      this.#tellLeft(error.message);
      return undefined;
    }
  }

  #stateAnswer(exchange: Exchange, answer: StateAnswer, act: Act): Answer | undefined {
    const { accept } = exchange;
    const wanted = { code: answer.status, example: undefined, dynamic: false, accept };
    const negotiated = this.#negotiator.success(wanted);
    const body = this.#workbench.memory?.answers.body(answer, act, negotiated);
    if (!body) {
      this.#tellLeft('What the state holds breaks the schema of the answer');
      return undefined;
    }
    exchange.answeredBy = 'state';
    return this.#toAnswer(exchange, negotiated, body.value, body.headers);
  }

  /** The declared answer to what the state forbids. */
  #stateRefusal(exchange: Exchange, { status, slug, message }: StateRefusal): Answer {
    const instance = new URL(exchange.request.url).pathname;
    const refusal: Refusal = { status, problem: { type: slug, status, detail: message, instance } };
    const negotiated = declaredRefusal(refusal, {
      operation: this.#operation,
      negotiator: this.#negotiator,
      preferred: exchange.preferences,
    });
    exchange.answeredBy = 'state';
    if (negotiated)
      return this.#toAnswer(exchange, negotiated, this.#refusalValue(exchange, refusal, negotiated));
    throw new MockRefusal(undeclaredRefusal(refusal));
  }

  #tellLeft(reason: string): void {
    const { id, place } = this.#operation;
    this.#workbench.findings.add({
      rule: 'mock/state-left',
      severity: 'warning',
      message: `\`${id}\` answers as without state. ${reason}.`,
      place,
      help: 'Correct the schema of the answer, or add an example that it allows.',
    });
  }

  async #respond(request: HandlerRequest): Promise<Answer | undefined> {
    for (const responder of this.#workbench.options.responders ?? []) {
      const answer = await responder(this.#operation, request);
      if (answer) return answer;
    }
    return undefined;
  }

  /** What the description itself has to answer with: an example or a made value. */
  #describedAnswer(exchange: Exchange, requestId: string): Answer {
    const { preferences, accept } = exchange;
    const isDynamic = preferences.dynamic ?? this.#workbench.options.dynamic ?? false;
    const { code, example } = preferences;
    const negotiated = this.#negotiator.success({ code, example, dynamic: isDynamic, accept });
    const value = this.#bodyValue(exchange, negotiated, isDynamic);
    const { content, status } = negotiated;
    if (!content || !isProblem(content)) return this.#toAnswer(exchange, negotiated, value);
    const facts = { status, instance: new URL(exchange.request.url).pathname, requestId };
    const { examples } = this.#workbench;
    return this.#toAnswer(exchange, negotiated, withFacts(value, facts, { content, examples }));
  }

  #bodyValue(exchange: Exchange, { content, status, example }: Negotiated, isDynamic: boolean): unknown {
    if (!content) return undefined;
    const { bodies, options } = this.#workbench;
    exchange.answeredBy =
      isDynamic || options.ignoreExamples || content.examples.length === 0 ? 'made' : 'example';
    return bodies.choose(content, {
      example,
      isNamed: exchange.preferences.example !== undefined,
      isDynamic,
      seed: exchange.preferences.seed ?? (options.seed === undefined ? undefined : String(options.seed)),
      key: `${this.#operation.id} ${status} ${content.mediaType}`,
    });
  }

  #toAnswer(
    exchange: Exchange,
    { status, response, content }: Negotiated,
    value: unknown,
    decided?: StateBody['headers'],
  ): Answer {
    if (status < 200) {
      const detail = `A final answer cannot have the status ${status}.`;
      throw new MockRefusal(prismProblem('NOT_FOUND', detail));
    }
    const { options, headerTexts } = this.#workbench;
    const search = new URL(exchange.request.url).searchParams;
    const situation = { status, now: (options.now ?? Date.now)(), search, decided };
    const headers = responseHeaders(response, this.#operation.behaviours, situation, headerTexts);
    if (!content) return { status, headers };
    const contentType = concreteMediaType(content.mediaType, exchange.accept);
    return {
      status,
      headers,
      body: writeBody(value, contentType),
      contentType: sentContentType(contentType),
    };
  }

  /** The declared answer to a request that was refused, or a problem in Prism's words. */
  #refuse(exchange: Exchange, refusal: Refusal, frameHeaders: Headers): Response {
    exchange.refusal = refusal;
    const kept = keptHeaders(frameHeaders, this.#operation);
    const violations = refusalViolations(refusal);
    if (violations.length > 0) kept[VIOLATIONS_HEADER] = violationsText(violations);
    try {
      const negotiated = declaredRefusal(refusal, {
        operation: this.#operation,
        negotiator: this.#negotiator,
        preferred: exchange.preferences,
      });
      if (!negotiated) return problemResponse(undeclaredRefusal(refusal), kept);
      const value = this.#refusalValue(exchange, refusal, negotiated);
      return sendAnswer(this.#toAnswer(exchange, negotiated, value), kept);
    } catch (error) {
      return failureResponse(error);
    }
  }

  /** The example that fits, else a made value; a problem tells of this refusal either way. */
  #refusalValue(exchange: Exchange, refusal: Refusal, negotiated: Negotiated): unknown {
    const { examples } = this.#workbench;
    const { content, status } = negotiated;
    const written = refusalBody(refusal, negotiated, examples);
    if (written !== undefined) return written;
    const made = this.#bodyValue(exchange, negotiated, false);
    return content && isProblem(content)
      ? withRefusalFacts(made, refusal, { status, content, examples })
      : made;
  }
}

/** What the runtime says of a refusal in headers: the challenge, the media types taken, the request's id, the limit. */
function keptHeaders(headers: Headers, { behaviours: { rateLimit } }: Operation): Record<string, string> {
  const ofLimit = [rateLimit?.limit, rateLimit?.remaining, rateLimit?.reset, rateLimit?.retryAfter].flatMap(
    (part) => (part?.in === 'header' ? [part.name] : []),
  );
  return Object.fromEntries(
    ['www-authenticate', 'accept', 'x-request-id', 'retry-after', ...ofLimit].flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
