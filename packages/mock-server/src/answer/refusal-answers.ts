import type { Operation } from '@plumbline/openapi';
import type { Answer, RenderedAnswer } from '@plumbline/runtime/server';
import type { Exchange } from '../exchange.ts';
import type { Workbench } from '../operation/workbench.ts';
import type { DescribedAnswers } from './described-answers.ts';
import { failureAnswer } from './failure-answer.ts';
import type { Negotiated, Negotiator } from './negotiate.ts';
import { problemAnswer } from './prism-problem.ts';
import { isProblem } from './problem-facts.ts';
import {
  declaredRefusal,
  type Refusal,
  refusalBody,
  refusalViolations,
  undeclaredRefusal,
  withRefusalFacts,
} from './refuse.ts';
import { sendAnswer } from './send-answer.ts';
import type { SentAnswer } from './sent-answer.ts';
import { VIOLATIONS_HEADER, violationsText } from './violations-header.ts';
import type { WrittenAnswers } from './written-answers.ts';

export interface RefusalParts {
  readonly negotiator: Negotiator;
  readonly written: WrittenAnswers;
  readonly described: DescribedAnswers;
}

/** The declared answers to requests that are refused. */
export class RefusalAnswers {
  readonly #operation: Operation;
  readonly #workbench: Workbench;
  readonly #parts: RefusalParts;

  constructor(operation: Operation, workbench: Workbench, parts: RefusalParts) {
    this.#operation = operation;
    this.#workbench = workbench;
    this.#parts = parts;
  }

  /** What is declared for it, or a problem in Prism's words. */
  answer(exchange: Exchange, refusal: Refusal, frameHeaders: RenderedAnswer['headers']): SentAnswer {
    const kept = keptHeaders(frameHeaders, this.#operation);
    const violations = refusalViolations(refusal);
    if (violations.length > 0) kept[VIOLATIONS_HEADER] = violationsText(violations);
    try {
      const declared = this.declared(exchange, refusal);
      return declared ? sendAnswer(declared, kept) : problemAnswer(undeclaredRefusal(refusal), kept);
    } catch (error) {
      return failureAnswer(error);
    }
  }

  /** Undefined where the description declares nothing for it. */
  declared(exchange: Exchange, refusal: Refusal): Answer | undefined {
    const { negotiator, written } = this.#parts;
    const negotiated = declaredRefusal(refusal, {
      operation: this.#operation,
      negotiator,
      preferred: exchange.preferences,
    });
    return negotiated && written.write(negotiated, this.#value(exchange, refusal, negotiated), exchange);
  }

  /** The example that fits, else a made value; a problem tells of this refusal either way. */
  #value({ preferences }: Exchange, refusal: Refusal, negotiated: Negotiated): unknown {
    const { examples } = this.#workbench;
    const { content, status } = negotiated;
    const example = refusalBody(refusal, negotiated, examples);
    if (example !== undefined) return example;
    const made = this.#parts.described.body(negotiated, preferences, false)?.value;
    return content && isProblem(content)
      ? withRefusalFacts(made, refusal, { status, content, examples })
      : made;
  }
}

/** What the runtime says of a refusal in headers: the challenge, the media types taken, the request's id, the limit. */
function keptHeaders(
  headers: RenderedAnswer['headers'],
  { behaviours: { rateLimit } }: Operation,
): Record<string, string> {
  const ofLimit = [rateLimit?.limit, rateLimit?.remaining, rateLimit?.reset, rateLimit?.retryAfter].flatMap(
    (part) => (part?.in === 'header' ? [part.name.toLowerCase()] : []),
  );
  return Object.fromEntries(
    ['www-authenticate', 'accept', 'x-request-id', 'retry-after', ...ofLimit].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
