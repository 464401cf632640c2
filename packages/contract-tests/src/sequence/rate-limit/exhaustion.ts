import type { Operation, RateLimit, RateLimitPolicy } from '@plumbline/openapi';
import { readRateLimit } from '../../check/check-rate-limit.ts';
import { type ObligationKind, obligationId } from '../../obligation.ts';
import type { Draft } from '../../request/draft.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import type { Verdict } from '../../verdict.ts';

/** One caller's window that is being used up. */
export interface Exhaustion {
  readonly run: Run;
  readonly operation: Operation;
  readonly rateLimit: RateLimit;
  readonly policy: RateLimitPolicy;
  /** The request that is repeated. */
  readonly draft: Draft;
}

export function rule({ run, operation, policy }: Exhaustion, kind: ObligationKind, verdict: Verdict): void {
  run.ledger.rule(obligationId(operation.id, kind, policy.name), verdict);
}

export const isWanted = ({ run, operation, policy }: Exhaustion, kind: ObligationKind): boolean =>
  run.ledger.has(obligationId(operation.id, kind, policy.name));

export const isRefused = ({ rateLimit }: Pick<Exhaustion, 'rateLimit'>, { answer }: Exchange): boolean =>
  String(answer?.status) === rateLimit.status;

export const stateOf = ({ rateLimit }: Exhaustion, { answer }: Exchange) =>
  answer ? readRateLimit(rateLimit, answer) : {};
