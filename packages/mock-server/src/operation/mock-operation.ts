import type { Operation } from '@plumbline/openapi';
import type {
  AnonymousContext,
  Answer,
  HandlerRequest,
  Principal,
  RequestContext,
  Server,
} from '@plumbline/runtime/server';
import { DescribedAnswers } from '../answer/described-answers.ts';
import { failureAnswer, violationsOf } from '../answer/failure-answer.ts';
import { createNegotiator } from '../answer/negotiate.ts';
import { MockRefusal } from '../answer/prism-problem.ts';
import { RefusalAnswers } from '../answer/refusal-answers.ts';
import { toRefusal } from '../answer/refuse.ts';
import { sendAnswer } from '../answer/send-answer.ts';
import { type SentAnswer, toSentAnswer } from '../answer/sent-answer.ts';
import { VIOLATIONS_HEADER, violationsText } from '../answer/violations-header.ts';
import { WrittenAnswers } from '../answer/written-answers.ts';
import { type Exchange, exchangeOf } from '../exchange.ts';
import { createOperationServer } from './operation-server.ts';
import { StateAnswerer } from './state-answerer.ts';
import type { Workbench } from './workbench.ts';

/** Names where a body came from. */
const ANSWER_HEADER = 'plumbline-answer';

/**
 * The mock of one operation, made at its first request. The runtime's own server reads and checks the request and
 * holds the answer against the description; here is only what a mock adds to it: what to answer.
 */
export class MockOperation {
  readonly #operation: Operation;
  readonly #workbench: Workbench;
  readonly #described: DescribedAnswers;
  readonly #refusals: RefusalAnswers;
  /** Absent without the option `state`. */
  readonly #state: StateAnswerer | undefined;
  readonly #server: Server;
  readonly #tellsAnswer: boolean;

  constructor(operation: Operation, workbench: Workbench) {
    const { memory, options } = workbench;
    const negotiator = createNegotiator(operation);
    const written = new WrittenAnswers(operation, workbench);
    const described = new DescribedAnswers(operation, workbench, { negotiator, written });
    const refusals = new RefusalAnswers(operation, workbench, { negotiator, written, described });
    this.#operation = operation;
    this.#workbench = workbench;
    this.#described = described;
    this.#refusals = refusals;
    this.#state =
      memory && new StateAnswerer(operation, workbench, { memory, negotiator, written, refusals });
    this.#tellsAnswer = options.tellsAnswer ?? memory !== undefined;
    this.#server = createOperationServer(operation, workbench, this.#handle.bind(this));
  }

  async answer(exchange: Exchange): Promise<SentAnswer> {
    const answer = toSentAnswer(await this.#server.answer(exchange));
    if (exchange.failure !== undefined) return failureAnswer(exchange.failure);
    if (!exchange.isAnswered) {
      exchange.refusal = toRefusal(answer);
      return this.#refusals.answer(exchange, exchange.refusal, answer.headers);
    }
    const { headers } = answer;
    if (this.#operation.deprecated) headers.deprecation ??= 'true';
    if (this.#tellsAnswer && exchange.answeredBy !== undefined) headers[ANSWER_HEADER] = exchange.answeredBy;
    if (exchange.breach) headers[VIOLATIONS_HEADER] = violationsText(violationsOf(exchange.breach));
    return answer;
  }

  /** The declared answer of a status, whatever the request is like; undefined where there is none. */
  answerOf(exchange: Exchange, status: number): SentAnswer | undefined {
    const { accept, target, pathname } = exchange;
    const { example: _, ...preferences } = exchange.preferences;
    const wish = { accept, target, pathname, preferences: { ...preferences, code: status } };
    try {
      return sendAnswer(this.#described.answer(wish, () => crypto.randomUUID()).answer, {});
    } catch (error) {
      if (error instanceof MockRefusal) return undefined;
      throw error;
    }
  }

  #handle(
    request: HandlerRequest,
    { requestId, principal }: AnonymousContext<RequestContext>,
  ): Answer | Promise<Answer> {
    const exchange = exchangeOf(request.incoming);
    const { code, example } = exchange.preferences;
    if (code !== undefined || example !== undefined) return this.#describe(exchange, requestId);
    if (!this.#workbench.options.responders?.length)
      return this.#answer(exchange, request, { requestId, principal });
    return this.#respond(request).then((responded) => {
      if (!responded) return this.#answer(exchange, request, { requestId, principal });
      exchange.answeredBy = 'responder';
      exchange.isAnswered = true;
      return responded;
    });
  }

  #answer(
    exchange: Exchange,
    request: HandlerRequest,
    { requestId, principal }: { readonly requestId: string; readonly principal: Principal | null },
  ): Answer {
    const remembered = this.#state?.answer(exchange, request, principal);
    if (!remembered) return this.#describe(exchange, requestId);
    exchange.isAnswered = true;
    return remembered;
  }

  #describe(exchange: Exchange, requestId: string): Answer {
    const { answer, answeredBy } = this.#described.answer(exchange, () => requestId);
    exchange.answeredBy = answeredBy;
    exchange.isAnswered = true;
    return answer;
  }

  async #respond(request: HandlerRequest): Promise<Answer | undefined> {
    for (const responder of this.#workbench.options.responders ?? []) {
      const answer = await responder(this.#operation, request);
      if (answer) return answer;
    }
    return undefined;
  }
}
