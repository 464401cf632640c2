import type { RenderedAnswer } from '../answer.ts';
import type { IdempotencyOutcome, IdempotencyStore } from '../behaviours/idempotency.ts';

export interface MemoryIdempotencyOptions {
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /**
   * How long a request may hold its key without ending; then the key is free again.
   * @default 60_000
   */
  readonly leaseMs?: number;
  /** Kept answers; the oldest make room. @default 100_000 */
  readonly maxEntries?: number;
}

/** An `IdempotencyStore` for every context, since it looks into none. */
export interface MemoryIdempotencyStore {
  run<Context>(...args: Parameters<IdempotencyStore<Context>['run']>): Promise<IdempotencyOutcome>;
}

interface Entry {
  readonly fingerprint: string;
  readonly startedAt: number;
  readonly expiresAt: number;
  readonly done: Promise<void>;
  answer?: RenderedAnswer;
}

/**
 * Keeps answers in this process only: for tests, mocks and single servers that may forget. An API
 * keeps them with the effects, in one transaction of its database.
 */
export function createMemoryIdempotencyStore(options: MemoryIdempotencyOptions = {}): MemoryIdempotencyStore {
  const { now = Date.now, leaseMs = 60_000, maxEntries = 100_000 } = options;
  const entries = new Map<string, Entry>();

  const find = (id: string): Entry | undefined => {
    const entry = entries.get(id);
    if (entry === undefined) return undefined;
    const isDead = entry.answer === undefined ? entry.startedAt + leaseMs <= now() : entry.expiresAt <= now();
    if (!isDead) return entry;
    entries.delete(id);
    return undefined;
  };

  const makeRoom = () => {
    if (entries.size < maxEntries) return;
    for (const [id, entry] of entries) if (entry.expiresAt <= now()) entries.delete(id);
    // A Map lists in order of insertion, so the first one with an answer is the oldest.
    for (const [id, entry] of entries) {
      if (entries.size < maxEntries) return;
      if (entry.answer !== undefined) entries.delete(id);
    }
  };

  return {
    async run(request, context, execute): Promise<IdempotencyOutcome> {
      const id = JSON.stringify([request.scope, request.key]);
      for (let entry = find(id); entry !== undefined; entry = find(id)) {
        if (entry.fingerprint !== request.fingerprint) return { kind: 'mismatch' };
        if (entry.answer !== undefined) return { kind: 'replayed', answer: entry.answer };
        if (request.whileRunning === 'refuse') return { kind: 'running' };
        await entry.done;
      }
      makeRoom();
      const { promise: done, resolve: end } = Promise.withResolvers<void>();
      const startedAt = now();
      const entry: Entry = {
        fingerprint: request.fingerprint,
        startedAt,
        expiresAt: startedAt + request.windowMs,
        done,
      };
      entries.set(id, entry);
      try {
        const answer = await execute(context);
        if (request.keeps(answer.status)) entry.answer = answer;
        return { kind: 'fresh', answer };
      } finally {
        // Another request may hold the key by now, when this one outlived its lease.
        if (entry.answer === undefined && entries.get(id) === entry) entries.delete(id);
        end();
      }
    },
  };
}
