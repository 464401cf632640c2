import { setTimeout as pause } from 'node:timers/promises';
import type { ContractTestOptions } from '../target.ts';

/** The time of the run: that of the target, where it can be moved. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Lets time pass: moves the clock where that is possible, else waits. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Ends at once when the run is told to stop. */
const pauseUnless =
  (signal: AbortSignal | undefined) =>
  async (ms: number): Promise<void> => {
    // Who stops a run ends the pause; the run looks at the signal itself.
    await pause(ms, undefined, signal ? { signal } : {}).catch(() => {});
  };

/** A given `now` is the target's own time, and moves with it. */
export function createClock({ clock, now, signal, sleep = pauseUnless(signal) }: ContractTestOptions): Clock {
  if (!clock) return { now: now ?? Date.now, sleep };
  let moved = 0;
  return {
    now: now ?? (() => Date.now() + moved),
    async sleep(ms) {
      await clock.advance(ms);
      moved += ms;
    },
  };
}
