/** Counts the requests that need something of their own, such as a key or a name that is not taken. */
export interface Turns {
  /** From now on this operation is under test; with the empty text, all together. */
  begin(operation: string): void;
  /** A text that no other turn has, for a request to an operation. */
  next(operation: string): Turn;
}

export interface Turn {
  /** For whose sake which operation is called. */
  readonly series: string;
  /** From 1 within the series. */
  readonly count: number;
}

/**
 * Each operation under test has counts of its own for each operation it calls. So a description with one more operation
 * sends the same requests to all others.
 */
export function createTurns(): Turns {
  const counts = new Map<string, number>();
  let subject = '';
  return {
    begin(operation) {
      subject = operation;
    },
    next(operation) {
      const series = `${subject}>${operation}`;
      const count = (counts.get(series) ?? 0) + 1;
      counts.set(series, count);
      return { series, count };
    },
  };
}
