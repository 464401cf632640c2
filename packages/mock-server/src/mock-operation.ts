import type { ApiModel, Operation } from '@plumbline/openapi';
import {
  type Answer,
  ContractBreach,
  createServer,
  type HandlerRequest,
  type Principal,
  type Server,
} from '@plumbline/runtime/server';
import { type Bodies, createBodies } from './answer/bodies.ts';
import { concreteMediaType } from './answer/media-kind.ts';
import { createNegotiator, type Negotiated, type Negotiator } from './answer/negotiate.ts';
import { MockRefusal, prismProblem, problemResponse } from './answer/prism-problem.ts';
import {
  declaredRefusal,
  type Refusal,
  refusalBody,
  toViolation,
  undeclaredRefusal,
} from './answer/refuse.ts';
import { createHeaderMaker, type HeaderMaker } from './answer/response-headers.ts';
import { sentContentType, writeBody } from './answer/write-body.ts';
import type { LazyChecks } from './checks.ts';
import type { Exchange } from './exchange.ts';
import type { Findings } from './findings.ts';
import { isObject } from './json.ts';
import type { MockOptions } from './mock-options.ts';
import { toContract } from './request/operation-contract.ts';

export interface OperationInput {
  readonly model: ApiModel;
  readonly options: MockOptions;
  readonly checks: LazyChecks;
  readonly findings: Findings;
}

/** Bytes, as Prism takes them. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * The mock of one operation, made at its first request. The runtime's own server reads and checks the request and
 * holds the answer against the description; here is only what a mock adds to it: what to answer.
 */
export class MockOperation {
  readonly #operation: Operation;
  readonly #options: MockOptions;
  readonly #negotiator: Negotiator;
  readonly #bodies: Bodies;
  readonly #headers: HeaderMaker;
  readonly #server: Server;
  /** The runtime hands each request on as it got it. */
  readonly #exchanges = new WeakMap<Request, Exchange>();

  constructor(operation: Operation, input: OperationInput) {
    const { model, options, checks, findings } = input;
    this.#operation = operation;
    this.#options = options;
    this.#negotiator = createNegotiator(operation);
    this.#bodies = createBodies({
      model,
      checks,
      findings,
      ignoresExamples: options.ignoreExamples ?? false,
    });
    this.#headers = createHeaderMaker(operation, { model, checks, now: options.now ?? Date.now });
    this.#server = this.#createServer(input);
  }

  async answer(exchange: Exchange): Promise<Response> {
    const { request } = exchange;
    this.#exchanges.set(request, exchange);
    const response = await this.#server.fetch(request);
    if (exchange.failure !== undefined) return answerToFailure(exchange.failure);
    if (!exchange.isAnswered) return this.#refuse(exchange, await toRefusal(response), response.headers);
    if (this.#operation.deprecated && !response.headers.has('deprecation')) {
      response.headers.set('deprecation', 'true');
    }
    if (exchange.breach) response.headers.set('sl-violations', violationsHeader(exchange.breach));
    return response;
  }

  #createServer({ model, options, checks }: OperationInput): Server {
    const contract = toContract(this.#operation, {
      model,
      checks,
      hasSecurity: options.security ?? true,
      validatesRequest: options.validateRequest ?? true,
    });
    const handlers = { [this.#operation.id]: (request: HandlerRequest) => this.#handle(request) };
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

  async #handle(request: HandlerRequest): Promise<Answer> {
    const exchange = this.#exchanges.get(request.raw);
    if (!exchange) throw new TypeError('The runtime handed on another request than it was given.');
    const { preferences } = exchange;
    const isForced = preferences.code !== undefined || preferences.example !== undefined;
    const responded = isForced ? undefined : await this.#respond(request);
    const answer = responded ?? this.#describedAnswer(exchange);
    exchange.isAnswered = true;
    return answer;
  }

  async #respond(request: HandlerRequest): Promise<Answer | undefined> {
    for (const responder of this.#options.responders ?? []) {
      const answer = await responder(this.#operation, request);
      if (answer) return answer;
    }
    return undefined;
  }

  /** What the description itself has to answer with: an example or a made value. */
  #describedAnswer(exchange: Exchange): Answer {
    const { preferences, accept } = exchange;
    const isDynamic = preferences.dynamic ?? this.#options.dynamic ?? false;
    const negotiated = this.#negotiator.success({
      code: preferences.code,
      example: preferences.example,
      dynamic: isDynamic,
      accept,
    });
    const value = this.#bodyValue(exchange, negotiated, isDynamic);
    return this.#toAnswer(exchange, negotiated, value);
  }

  #bodyValue(
    { preferences }: Exchange,
    { content, status, example }: Negotiated,
    isDynamic: boolean,
  ): unknown {
    if (!content) return undefined;
    return this.#bodies.choose(content, {
      example,
      isNamed: preferences.example !== undefined,
      isDynamic,
      seed: preferences.seed ?? (this.#options.seed === undefined ? undefined : String(this.#options.seed)),
      key: `${this.#operation.id} ${status} ${content.mediaType}`,
    });
  }

  #toAnswer(exchange: Exchange, { status, response, content }: Negotiated, value: unknown): Answer {
    if (status < 200) {
      const detail = `A final answer cannot have the status ${status}.`;
      throw new MockRefusal(prismProblem('NOT_FOUND', detail));
    }
    const search = new URL(exchange.request.url).searchParams;
    const headers = this.#headers.headersFor(response, status, search);
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
    const kept = keptHeaders(frameHeaders);
    try {
      const negotiated = declaredRefusal(refusal, {
        operation: this.#operation,
        negotiator: this.#negotiator,
        preferred: exchange.preferences,
      });
      if (!negotiated) return problemResponse(undeclaredRefusal(refusal), kept);
      const value =
        refusalBody(refusal, negotiated, this.#bodies) ?? this.#bodyValue(exchange, negotiated, false);
      return toResponse(this.#toAnswer(exchange, negotiated, value), kept, exchange.request.method);
    } catch (error) {
      return answerToFailure(error);
    }
  }
}

/** Which credentials are good, a mock cannot judge: whoever sends some is let in. */
const ANYBODY: Principal = { id: 'anybody', tenant: 'anybody', scopes: [], roles: [] };

async function toRefusal(response: Response): Promise<Refusal> {
  const text = await response.text();
  // An answer to HEAD has no body.
  const problem: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, problem: isObject(problem) ? problem : {} };
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

function toResponse(answer: Answer, kept: Readonly<Record<string, string>>, method: string): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers.set(name, String(value));
  for (const [name, value] of Object.entries(kept)) headers.set(name, value);
  const { body, contentType, status } = answer;
  if (body === undefined || status === 204 || status === 205 || status === 304)
    return new Response(null, { status, headers });
  if (contentType !== undefined) headers.set('content-type', contentType);
  // Safe: what is not JSON has been written as text or bytes.
  const written = isJson(contentType) ? JSON.stringify(body) : (body as string | Uint8Array<ArrayBuffer>);
  return new Response(method === 'HEAD' ? null : written, { status, headers });
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^[^;]*[/+]json\s*(;|$)/i.test(contentType);
}

function answerToFailure(failure: unknown): Response {
  if (failure instanceof MockRefusal) return problemResponse(failure.problem, {});
  if (failure instanceof ContractBreach) {
    const problem = prismProblem(
      'VIOLATIONS',
      'The answer of a responder is not as described, and `errors` is set.',
      failure.errors.map(toResponseViolation),
    );
    return problemResponse(problem, {});
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  return problemResponse(
    prismProblem('UNKNOWN', `While the answer was made, this was thrown: ${reason}`),
    {},
  );
}

function toResponseViolation(error: ContractBreach['errors'][number]) {
  const violation = toViolation(error);
  return { ...violation, location: ['response', ...violation.location.slice(1)] };
}

/** Characters; Node refuses messages with more than 16 KB of headers. */
const MAX_HEADER_LENGTH = 8000;

function violationsHeader(breach: ContractBreach): string {
  const text = JSON.stringify(breach.errors.map(toResponseViolation));
  const ascii = text.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return ascii.length > MAX_HEADER_LENGTH
    ? `Too many violations! ${ascii.slice(0, MAX_HEADER_LENGTH)}`
    : ascii;
}
