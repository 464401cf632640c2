import type { Operation } from '@plumbline/openapi';
import type { Answer, HandlerRequest, Principal } from '@plumbline/runtime/server';
import type { Negotiator } from '../answer/negotiate.ts';
import { MockRefusal } from '../answer/prism-problem.ts';
import type { RefusalAnswers } from '../answer/refusal-answers.ts';
import { undeclaredRefusal } from '../answer/refuse.ts';
import type { WrittenAnswers } from '../answer/written-answers.ts';
import type { Exchange } from '../exchange.ts';
import { sessionNameOf } from '../request/session-name.ts';
import { type Act, Unshowable } from '../state/act.ts';
import type { OperationState, StateAnswer } from '../state/answers/operation-state.ts';
import type { Caller } from '../state/callers.ts';
import type { MockMemory } from '../state/mock-memory.ts';
import { StateRefusal } from '../state/state-refusal.ts';
import { StoreFull } from '../state/store.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { Workbench } from './workbench.ts';

export interface StateAnswererParts {
  readonly memory: MockMemory;
  readonly negotiator: Negotiator;
  readonly written: WrittenAnswers;
  readonly refusals: RefusalAnswers;
}

/** Answers one operation from what the mock remembers. */
export class StateAnswerer {
  readonly #operation: Operation;
  readonly #workbench: Workbench;
  readonly #parts: StateAnswererParts;
  readonly #state: OperationState;
  readonly #kept: KeptAnswers;

  constructor(operation: Operation, workbench: Workbench, parts: StateAnswererParts) {
    this.#operation = operation;
    this.#workbench = workbench;
    this.#parts = parts;
    this.#state = parts.memory.prepare(operation);
    this.#kept = new KeptAnswers(operation, parts.written);
  }

  /**
   * Undefined where the state has nothing to do with it, or cannot be shown.
   * @throws {MockRefusal} where the state forbids it and the description declares no answer for that
   */
  answer(exchange: Exchange, request: HandlerRequest, principal: Principal | null): Answer | undefined {
    if (exchange.preferences.dynamic) return undefined;
    try {
      const act = this.#toAct(exchange, request, principal);
      const answer = this.#state.perform(act);
      return answer && this.#written(exchange, answer, act);
    } catch (error) {
      if (error instanceof StateRefusal) return this.#refusal(exchange, error);
      if (!(error instanceof Unshowable || error instanceof StoreFull)) throw error;
      this.#tellLeft(error.message);
      return undefined;
    }
  }

  #toAct(exchange: Exchange, request: HandlerRequest, principal: Principal | null): Act {
    const { memory } = this.#parts;
    const { options } = this.#workbench;
    // Safe: a mock with memory has no other principals than its callers.
    const caller =
      (principal as Caller | null) ??
      memory.callers.anybody(memory.session(sessionNameOf(exchange, options)));
    return {
      request,
      ids: this.#state.idsOf(request.path),
      store: caller.session.store,
      tenant: caller.tenant,
      now: (options.now ?? Date.now)(),
    };
  }

  #written(exchange: Exchange, answer: StateAnswer, act: Act): Answer | undefined {
    const { negotiator } = this.#parts;
    const { accept } = exchange;
    const wanted = { code: answer.status, example: undefined, dynamic: false, accept };
    const negotiated = negotiator.success(wanted);
    const { content } = negotiated;
    const body = this.#state.body(answer, act, { content, prefix: exchange.prefix });
    if (!body) {
      this.#tellLeft('What the state holds breaks the schema of the answer');
      return undefined;
    }
    exchange.answeredBy = 'state';
    return this.#kept.write(negotiated, body, exchange);
  }

  /** The declared answer to what the state forbids. */
  #refusal(exchange: Exchange, { status, slug, message }: StateRefusal): Answer {
    const { pathname } = exchange;
    const refusal = { status, problem: { type: slug, status, detail: message, instance: pathname } };
    const declared = this.#parts.refusals.declared(exchange, refusal);
    exchange.answeredBy = 'state';
    if (declared) return declared;
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
}
