/** The time that a mock tells and counts by, which may be moved. Milliseconds since 1970. */
export class MockClock {
  readonly #base: () => number;
  #offset = 0;
  #stopped: number | undefined;

  constructor(base: () => number = Date.now) {
    this.#base = base;
  }

  readonly now = (): number => this.#stopped ?? this.#base() + this.#offset;

  /** Goes on from another moment. */
  set(moment: number): void {
    this.#stopped = undefined;
    this.#offset = moment - this.#base();
  }

  /** Jumps ahead, or back with a negative number; a clock that stands goes on standing. */
  moveBy(milliseconds: number): void {
    if (this.#stopped === undefined) this.#offset += milliseconds;
    else this.#stopped += milliseconds;
  }

  /** Stands still, at another moment if one is given, until it is set or reset. */
  stop(moment: number = this.now()): void {
    this.#stopped = moment;
  }

  /** Back to the time of the machine. */
  reset(): void {
    this.#stopped = undefined;
    this.#offset = 0;
  }

  get isStopped(): boolean {
    return this.#stopped !== undefined;
  }
}
