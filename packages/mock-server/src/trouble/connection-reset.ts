/** A connection that was reset, as `fetch` tells it. A server that meets it resets its own connection. */
export class ConnectionReset extends TypeError {
  override readonly cause: { readonly code: string } = { code: 'ECONNRESET' };
  /** The troubles that came, the reset last. */
  readonly fired: readonly string[];

  constructor(fired: readonly string[]) {
    super('fetch failed');
    this.fired = fired;
  }
}
