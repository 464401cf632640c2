/** A request as it was sent and what came back, as plain data. Secrets are masked. */
export interface RecordedExchange {
  /** Counts from 1 in the order of sending. */
  readonly number: number;
  readonly request: RecordedRequest;
  readonly response?: RecordedResponse;
  /** Why there is no response. */
  readonly failure?: string;
  /** The request as a line for a shell; secrets are environment variables. */
  readonly curl: string;
  /**
   * The search that chance made the request for.
   *
   * @default undefined: it was planned
   */
  readonly phase?: Phase;
}

/** `random`: one request by itself. `sequence`: a step of a random sequence. */
export type Phase = 'random' | 'sequence';

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, cut after 2,000 characters. */
  readonly body?: string;
}

export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, cut after 2,000 characters. */
  readonly body: string;
}
