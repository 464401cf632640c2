import type { AnyOutcome } from '../types/outcome.ts';

/** What a query or mutation throws for an answer that is no success: compare `outcome.status`, read `outcome.error`. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly outcome: AnyOutcome;

  constructor(operation: string, outcome: AnyOutcome) {
    super(`${operation} answers ${outcome.status}; \`outcome.error\` tells why.`);
    this.outcome = outcome;
  }
}

/** `data` of a success, `null` for one without a body: TanStack Query takes no `undefined`. */
export function dataOf(operation: string, outcome: AnyOutcome): unknown {
  if (outcome.status === 0) throw outcome.error;
  if (!outcome.response.ok) throw new CallFailed(operation, outcome);
  return outcome.data ?? null;
}
