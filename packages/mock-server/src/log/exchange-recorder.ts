import type { Operation } from '@plumbline/openapi';
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
  readonly #request: Request;
  /** Read at once, or it would be gone; undefined where no bodies are kept. */
  readonly #requestBytes: Promise<Uint8Array | undefined>;

  constructor(request: Request, log: ExchangeLog, redactor: Redactor) {
    this.#log = log;
    this.#redactor = redactor;
    this.#request = request;
    const copy = log.bodyBytes > 0 && request.body !== null ? request.clone() : undefined;
    // A body that breaks off is no reason not to answer.
    this.#requestBytes = copy ? copy.bytes().catch(() => undefined) : Promise.resolve(undefined);
  }

  /** @returns the response to send, whose body may have been read and written anew */
  async answered(response: Response, notes: ExchangeNotes): Promise<Response> {
    const durationMs = this.#elapsed();
    const keeps =
      this.#log.bodyBytes > 0 && response.body !== null && !notes.hasBadTransfer && mayEnd(response);
    const bytes = keeps ? await response.bytes() : undefined;
    const recorded = { status: response.status, ...this.#record(response.headers, bytes) };
    await this.#add({ ...this.#told(notes, durationMs), response: recorded });
    return bytes === undefined ? response : new Response(bytes.byteLength === 0 ? null : bytes, response);
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
      url: this.#redactor.url(this.#request.url),
      ...(operation === undefined ? {} : { operation: operation.id }),
      ...(answeredBy === undefined ? {} : { answeredBy }),
      violations,
      trouble,
    };
  }

  async #add(record: Omit<ExchangeRecord, 'id' | 'request'>): Promise<void> {
    const request = this.#record(this.#request.headers, await this.#requestBytes);
    this.#log.add({ ...record, request });
  }

  #record(headers: Headers, bytes: Uint8Array | undefined): ExchangeRecord['request'] {
    return recordMessage({ headers, bytes }, { redactor: this.#redactor, bodyBytes: this.#log.bodyBytes });
  }
}

/** A stream of events may never end. */
function mayEnd({ headers }: Response): boolean {
  return !headers.get('content-type')?.startsWith('text/event-stream');
}
