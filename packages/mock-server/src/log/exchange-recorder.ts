import type { Operation } from '@plumbline/openapi';
import type { IncomingRequest } from '@plumbline/runtime/server';
import { bytesOf, headerOf, type SentAnswer } from '../answer/sent-answer.ts';
import type { ContractViolation } from '../check/contract-violation.ts';
import type { ExchangeLog } from './exchange-log.ts';
import type { AnsweredBy, ExchangeRecord } from './exchange-record.ts';
import { recordMessage } from './record-message.ts';
import type { Redactor } from './redactor.ts';

/** What becomes known of an exchange while it is answered. */
export interface ExchangeNotes {
  session: string;
  operation: Operation | undefined;
  answeredBy: AnsweredBy | undefined;
  violations: readonly ContractViolation[];
  trouble: readonly string[];
  /** Whether the body of the answer takes its time or breaks off, and so cannot be kept. */
  hasBadTransfer: boolean;
}

export function newNotes(session: string): ExchangeNotes {
  return {
    session,
    operation: undefined,
    answeredBy: undefined,
    violations: [],
    trouble: [],
    hasBadTransfer: false,
  };
}

/** Follows one exchange and puts it into the log. */
export class ExchangeRecorder {
  readonly #log: ExchangeLog;
  readonly #redactor: Redactor;
  readonly #at = new Date().toISOString();
  readonly #started = performance.now();
  readonly #request: IncomingRequest;
  /** Read at once, or it would be gone; undefined where no bodies are kept. */
  readonly #requestBytes: Promise<Uint8Array | undefined>;

  constructor(request: IncomingRequest, log: ExchangeLog, redactor: Redactor) {
    this.#log = log;
    this.#redactor = redactor;
    this.#request = request;
    const copy =
      log.bodyBytes > 0 && request.mayHaveBody && request.web.body !== null ? request.web.clone() : undefined;
    // A body that breaks off is no reason not to answer.
    this.#requestBytes = copy ? copy.bytes().catch(() => undefined) : Promise.resolve(undefined);
  }

  /** @returns the answer to send, whose body may have been read and written anew */
  async answered(answer: SentAnswer, notes: ExchangeNotes): Promise<SentAnswer> {
    const durationMs = this.#elapsed();
    const keeps = this.#log.bodyBytes > 0 && answer.body !== null && !notes.hasBadTransfer && mayEnd(answer);
    const bytes = keeps ? await bytesOf(answer.body) : undefined;
    const recorded = { status: answer.status, ...this.#record(toHeaders(answer), bytes) };
    await this.#add({ ...this.#told(notes, durationMs), response: recorded });
    return answer.body instanceof ReadableStream && bytes !== undefined ? { ...answer, body: bytes } : answer;
  }

  /** The connection was reset, or the client went away. */
  async lost(notes: ExchangeNotes): Promise<void> {
    await this.#add(this.#told(notes, this.#elapsed()));
  }

  #elapsed(): number {
    return Math.round((performance.now() - this.#started) * 10) / 10;
  }

  #told(notes: ExchangeNotes, durationMs: number): Omit<ExchangeRecord, 'id' | 'request' | 'response'> {
    const { session, operation, answeredBy, violations, trouble } = notes;
    return {
      at: this.#at,
      durationMs,
      session,
      method: this.#request.method,
      url: this.#redactor.url(this.#request.origin + this.#request.target),
      ...(operation === undefined ? {} : { operation: operation.id }),
      ...(answeredBy === undefined ? {} : { answeredBy }),
      violations,
      trouble,
    };
  }

  async #add(record: Omit<ExchangeRecord, 'id' | 'request'>): Promise<void> {
    const request = this.#record(this.#request.web.headers, await this.#requestBytes);
    this.#log.add({ ...record, request });
  }

  #record(headers: Headers, bytes: Uint8Array | undefined): ExchangeRecord['request'] {
    return recordMessage({ headers, bytes }, { redactor: this.#redactor, bodyBytes: this.#log.bodyBytes });
  }
}

/** A stream of events may never end. */
function mayEnd(answer: SentAnswer): boolean {
  return !headerOf(answer, 'content-type')?.startsWith('text/event-stream');
}

function toHeaders({ headers }: SentAnswer): Headers {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
  );
  return new Headers(entries);
}
