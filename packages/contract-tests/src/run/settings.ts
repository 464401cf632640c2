import type { ContractTestOptions } from '../target.ts';
import { seedFor } from '../values/seed.ts';
import { createClock } from './clock.ts';

/** The options with their defaults. */
export type Settings = ContractTestOptions & {
  readonly seed: number;
  readonly run: string;
  readonly concurrency: number;
  readonly maxRequests: number;
  readonly timeoutMs: number;
  readonly maxWaitMs: number;
  readonly random: number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** A short word, the same for the same run, for texts that must be unique. */
  readonly nonce: string;
};

export function toSettings(options: ContractTestOptions): Settings {
  const run = options.run ?? crypto.randomUUID().slice(0, 8);
  return {
    ...options,
    seed: options.seed ?? 1,
    run,
    concurrency: Math.max(1, options.concurrency ?? 4),
    maxRequests: options.maxRequests ?? 10_000,
    timeoutMs: options.timeoutMs ?? 10_000,
    maxWaitMs: options.maxWaitMs ?? 120_000,
    random: options.random ?? 0,
    ...createClock(options),
    nonce: `ct${seedFor(options.seed ?? 1, run).toString(36)}`,
  };
}
