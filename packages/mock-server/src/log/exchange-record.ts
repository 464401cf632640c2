import type { ContractViolation } from '../check/contract-violation.ts';

/** Who answered: a part of the mock, or the server behind it. */
export type AnsweredBy =
  /** What the mock remembers. */
  | 'state'
  /** An example of the description. */
  | 'example'
  /** A value made of its schema. */
  | 'made'
  /** One of `MockOptions.responders`. */
  | 'responder'
  /** The request was refused: it is not as described, or says nothing that the mock can answer. */
  | 'refusal'
  /** Trouble on demand. */
  | 'trouble'
  /** The server that the mock was told to ask. */
  | 'upstream';

/** One request and its answer, as the log keeps them. Secrets are not in it. */
export interface ExchangeRecord {
  /** Rises by 1 from one exchange to the next. */
  readonly id: number;
  /** When the request came (RFC 3339), by the clock of the machine. */
  readonly at: string;
  /** Until the answer was there, in milliseconds. */
  readonly durationMs: number;
  readonly session: string;
  readonly method: string;
  /** Scheme, host, path and query. */
  readonly url: string;
  /** The operation's id; absent where the description has none for the request. */
  readonly operation?: string;
  readonly request: RecordedMessage;
  /** Absent: the connection was reset, or the client went away. */
  readonly response?: RecordedMessage & { readonly status: number };
  readonly answeredBy?: AnsweredBy;
  readonly violations: readonly ContractViolation[];
  /** Which trouble came, such as `latency=412ms`. */
  readonly trouble: readonly string[];
}

export interface RecordedMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Absent: there was none, or none was kept. */
  readonly body?: RecordedBody;
}

export interface RecordedBody {
  /** Text as it was, bytes as Base64. */
  readonly text: string;
  readonly encoding?: 'base64';
  /** How many bytes there were. */
  readonly bytes: number;
  /** Whether `text` is only the beginning. */
  readonly isCut: boolean;
}
