import { abortable } from './abortable.ts';

/** Time and chance, which tests replace. All times are milliseconds. */
export interface Clock {
  /** Since 1970. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** Waits; rejects with the signal's reason as soon as it is aborted. */
  sleep(duration: number, signal?: AbortSignal): Promise<void>;
  /** Runs something later. @returns what calls it off */
  after(duration: number, run: () => void): () => void;
}

function after(duration: number, run: () => void): () => void {
  const timer = setTimeout(run, duration);
  return () => clearTimeout(timer);
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after,
  sleep(duration, signal) {
    let cancel = () => {};
    const over = new Promise<void>((resolve) => {
      cancel = after(duration, resolve);
    });
    return signal ? abortable(over, signal).finally(cancel) : over;
  },
};
