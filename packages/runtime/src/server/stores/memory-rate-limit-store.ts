import type { RateLimitStore } from '../behaviours/rate-limit.ts';

export interface MemoryRateLimitOptions {
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

interface Window {
  readonly endsAt: number;
  used: number;
}

/** Beyond this many partitions the ended windows are thrown out. */
const SWEEP_AT = 10_000;

/**
 * Counts in fixed windows, in this process only: for tests, mocks and single servers. Several
 * servers need a store that they share.
 */
export function createMemoryRateLimitStore(options: MemoryRateLimitOptions = {}): RateLimitStore {
  const clock = options.now ?? Date.now;
  const windows = new Map<string, Window>();
  let sweepAt = SWEEP_AT;

  const sweep = (now: number) => {
    for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key);
    sweepAt = Math.max(SWEEP_AT, windows.size * 2);
  };

  return {
    take({ partition, policy, cost }) {
      const now = clock();
      if (windows.size >= sweepAt) sweep(now);
      const key = JSON.stringify([policy.name, partition]);
      let window = windows.get(key);
      if (window === undefined || window.endsAt <= now) {
        window = { endsAt: (Math.floor(now / policy.windowMs) + 1) * policy.windowMs, used: 0 };
        windows.set(key, window);
      }
      const allowed = window.used + cost <= policy.quota;
      if (allowed) window.used += cost;
      const remaining = policy.quota - window.used;
      return { allowed, limit: policy.quota, remaining, resetAt: window.endsAt, now };
    },
  };
}
