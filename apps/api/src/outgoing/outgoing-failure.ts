/** Why the door did not bring an answer back. */
export type OutgoingFailureKind =
  /** The address policy forbids the target: scheme, port, user name or address. */
  | 'refused-address'
  | 'dns-failed'
  | 'timeout'
  | 'tls-error'
  | 'connection-failed'
  /** The body or the headers are longer than allowed. */
  | 'too-large'
  | 'too-many-redirects'
  /** What answered does not speak HTTP. */
  | 'not-http';

interface FailureOptions extends ErrorOptions {
  readonly dnsMs?: number;
}

/** A request that got no usable answer. The message is for people and holds no header or body. */
export class OutgoingFailure extends Error {
  override readonly name = 'OutgoingFailure';
  readonly kind: OutgoingFailureKind;
  /** The URL of the hop that failed. */
  readonly url: string;
  /** How long the host name of that hop took to resolve; null if it came to nothing. */
  readonly dnsMs: number | null;

  constructor(kind: OutgoingFailureKind, url: string, message: string, options: FailureOptions = {}) {
    super(message, options);
    this.kind = kind;
    this.url = url;
    this.dnsMs = options.dnsMs ?? null;
  }
}
