import type { ApiModel, Operation } from '@plumbline/openapi';
import {
  type Answer,
  createServer,
  type HandlerRequest,
  type Principal,
  type RequestContext,
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
import { toContract } from './request/operation-contract.ts';

/** What the operations of a mock share. */
export interface Workbench {
  readonly model: ApiModel;
  readonly options: MockOptions;
  readonly checks: LazyChecks;
  readonly findings: Findings;
  readonly examples: Examples;
  readonly bodies: Bodies;
  readonly headerTexts: HeaderTexts;
}

/** Bytes, as Prism takes them. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

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
    const { model, options, checks, findings } = this.#workbench;
    const contract = toContract(this.#operation, {
      model,
      checks,
      findings,
      hasSecurity: options.security ?? true,
      validatesRequest: options.validateRequest ?? true,
    });
    const handlers = { [this.#operation.id]: this.#handle.bind(this) };
    const security = Object.fromEntries(model.securitySchemes.map(({ name }) => [name, () => ANYBODY]));
    return createServer(contract, handlers, {
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

  async #handle(request: HandlerRequest, { requestId }: Pick<RequestContext, 'requestId'>): Promise<Answer> {
    const exchange = this.#exchanges.get(request.raw);
    if (!exchange) throw new TypeError('The runtime handed on another request than it was given.');
    const { code, example } = exchange.preferences;
    const isForced = code !== undefined || example !== undefined;
    const responded = isForced ? undefined : await this.#respond(request);
    const answer = responded ?? this.#describedAnswer(exchange, requestId);
    exchange.isAnswered = true;
    if (responded) exchange.answeredBy = 'responder';
    return answer;
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

  #toAnswer(exchange: Exchange, { status, response, content }: Negotiated, value: unknown): Answer {
    if (status < 200) {
      const detail = `A final answer cannot have the status ${status}.`;
      throw new MockRefusal(prismProblem('NOT_FOUND', detail));
    }
    const { options, headerTexts } = this.#workbench;
    const search = new URL(exchange.request.url).searchParams;
    const situation = { status, now: (options.now ?? Date.now)(), search };
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
    const kept = keptHeaders(frameHeaders);
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

/** What the runtime says of a refusal in headers: the challenge, the media types taken, the request's id. */
function keptHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    ['www-authenticate', 'accept', 'x-request-id'].flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
