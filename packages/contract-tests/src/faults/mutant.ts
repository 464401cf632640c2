import type { FaultPlace } from './fault-operator.ts';

/** One fault operator at one place. Plain data. */
export interface Mutant {
  /** `RB-01@getBook/200/title`: stable for the same description. */
  readonly id: string;
  /** The operator's id. */
  readonly operator: string;
  /** The operation's id. */
  readonly operation: string;
  readonly place: FaultPlace;
  /** Decides what the fault chooses. */
  readonly seed: number;
}

const order = ['status', 'name', 'pointer', 'keyword', 'variant'] as const;

export function mutantId(operator: string, operation: string, place: FaultPlace): string {
  const parts = order.flatMap((part) => (place[part] === undefined ? [] : [place[part].replace(/^\//, '')]));
  return [`${operator}@${operation}`, ...parts].join('/');
}
