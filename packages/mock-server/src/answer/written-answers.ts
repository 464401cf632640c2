import type { Operation } from '@plumbline/openapi';
import type { Answer } from '@plumbline/runtime/server';
import { concreteMediaType } from '../media-kind.ts';
import type { Workbench } from '../operation/workbench.ts';
import { momentOf } from './behaviour-headers.ts';
import type { Negotiated } from './negotiate.ts';
import { MockRefusal, prismProblem } from './prism-problem.ts';
import { responseHeaders } from './response-headers.ts';
import { sentContentType, writeBody } from './write-body.ts';

/** What of a request an answer may show. */
export interface Asked {
  /** The `Accept` header. */
  readonly accept: string | null;
  /** Path and query. */
  readonly target: string;
}

/** What the state says of headers, by lower-case name; null: not sent where it may be left out. */
export type DecidedHeaders = ReadonlyMap<string, string | null>;

/** Writes the answers of one operation, with the headers that its description declares. */
export class WrittenAnswers {
  readonly #operation: Operation;
  readonly #workbench: Workbench;

  constructor(operation: Operation, workbench: Workbench) {
    this.#operation = operation;
    this.#workbench = workbench;
  }

  /** Answers of one moment have the same headers, whatever they count. */
  get moment(): number {
    return momentOf(this.#operation.behaviours, this.#now);
  }

  write(
    { status, response, content }: Negotiated,
    value: unknown,
    { accept, target }: Asked,
    decided?: DecidedHeaders,
  ): Answer & { readonly headers: Readonly<Record<string, string>> } {
    if (status < 200) {
      const detail = `A final answer cannot have the status ${status}.`;
      throw new MockRefusal(prismProblem('NOT_FOUND', detail));
    }
    const isLaterPage = this.isLaterPage(target);
    const situation = { status, now: this.#now, isLaterPage, decided };
    const { behaviours } = this.#operation;
    const headers = responseHeaders(response, behaviours, situation, this.#workbench.headerTexts);
    if (!content) return { status, headers };
    const contentType = concreteMediaType(content.mediaType, accept);
    return {
      status,
      headers,
      body: writeBody(value, contentType),
      contentType: sentContentType(contentType),
    };
  }

  /** Whether another page than the first is asked for. */
  isLaterPage(target: string): boolean {
    const { pagination } = this.#operation.behaviours;
    const question = target.indexOf('?');
    if (!pagination || question === -1) return false;
    const query = new URLSearchParams(target.slice(question + 1));
    const asked = [pagination.cursor, pagination.page, pagination.offset];
    return asked.some((part) => part?.in === 'query' && query.has(part.name));
  }

  get #now(): number {
    return (this.#workbench.options.now ?? Date.now)();
  }
}
