import type { Through } from '@plumbline/runtime/server';

/** The requests that are being answered. */
export interface RequestsInFlight {
  readonly through: Through;
  /** How many they are, the one that is passing included. */
  readonly count: number;
  /** Resolves when there is none. */
  whenNone(): Promise<void>;
}

export function createRequestsInFlight(): RequestsInFlight {
  let count = 0;
  const waiting: (() => void)[] = [];
  return {
    async through(_passage, next) {
      count += 1;
      try {
        return await next();
      } finally {
        count -= 1;
        if (count === 0) for (const wake of waiting.splice(0)) wake();
      }
    },
    get count() {
      return count;
    },
    whenNone: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
