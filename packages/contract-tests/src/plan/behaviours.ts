import type { Obligation } from '../obligation.ts';
import { planIdempotency } from './idempotency.ts';
import { planPagination } from './pagination.ts';
import type { PlanOperation } from './promise.ts';
import { planRateLimit } from './rate-limit.ts';

export function planBehaviours(context: PlanOperation): readonly Obligation[] {
  const { pagination, idempotency, rateLimit } = context.operation.behaviours;
  return [
    ...(pagination && context.operation.method === 'GET' ? planPagination(context, pagination) : []),
    ...(idempotency ? planIdempotency(context, idempotency) : []),
    ...(rateLimit ? planRateLimit(context, rateLimit) : []),
  ];
}
