import type { Clock } from '../../../src/client/transport/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until somebody sleeps, or a test moves it. */
export class TestClock implements Clock {
  #time = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<Timer>();
  /** How long each sleep was. */
  readonly sleeps: number[] = [];
  /** Runs when somebody begins to sleep. */
  onSleep: (() => void) | undefined;
  chance = 0.5;

  now = () => this.#time;
  random = () => this.chance;

  async sleep(duration: number, signal?: AbortSignal): Promise<void> {
    const end = this.#time + duration;
    this.sleeps.push(duration);
    signal?.throwIfAborted();
    this.onSleep?.();
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    this.advanceTo(end);
  }

  after(duration: number, run: () => void): () => void {
    const timer = { at: this.#time + duration, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(duration: number): void {
    this.advanceTo(this.#time + duration);
  }

  /** Never back: of several who sleep until the same time, only the first moves the clock. */
  advanceTo(time: number): void {
    this.#time = Math.max(this.#time, time);
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#time) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }
}
