/** Holds what one side says until the other side listens. One listener. */
export class EventQueue<Event> {
  readonly #waiting: Event[] = [];
  #wake: (() => void) | undefined;
  #isClosed = false;
  #failure: { readonly error: unknown } | undefined;

  push(event: Event): void {
    this.#waiting.push(event);
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  /** Ends the listening with an error, after what was said before. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event> {
    for (;;) {
      const event = this.#waiting.shift();
      if (event !== undefined) yield event;
      else if (this.#failure) throw this.#failure.error;
      else if (this.#isClosed) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
