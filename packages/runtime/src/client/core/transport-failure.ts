/**
 * Why there is no answer.
 * - `abort`: the caller gave up.
 * - `timeout`: there was no answer in time.
 * - `network`: no connection, or one that broke.
 * - `body`: an answer came and its body is not what its media type says.
 */
export type TransportFailureKind = 'abort' | 'timeout' | 'network' | 'body';

/** A call without a usable answer, as the `error` of a client that has `errors: 'value'`. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  readonly kind: TransportFailureKind;

  /** @param cause what `fetch` or the parser threw */
  constructor(kind: TransportFailureKind, cause: unknown) {
    super(String(cause), { cause });
    this.kind = kind;
  }
}

const kinds: Readonly<Record<string, TransportFailureKind>> = {
  AbortError: 'abort',
  TimeoutError: 'timeout',
  SyntaxError: 'body',
};

/** @param error what was thrown while a request was sent or its answer read */
export function toTransportFailure(error: unknown): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const name = (error as Error | null)?.name ?? ''; // of anything that is no error it is undefined
  return new TransportFailure(kinds[name] ?? 'network', error);
}
