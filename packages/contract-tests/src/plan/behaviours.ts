import type { Idempotency, Operation, Pagination, RateLimit } from '@plumbline/openapi';
import type { Obligation } from '../obligation.ts';
import { type PlanOperation, promise } from './promise.ts';

export function planBehaviours({ map, operation }: PlanOperation): readonly Obligation[] {
  const { pagination, idempotency, rateLimit } = operation.behaviours;
  return [
    ...(pagination && operation.method === 'GET' ? planPagination(operation, pagination) : []),
    ...(idempotency ? planIdempotency(operation, idempotency, map.isCreate(operation)) : []),
    ...(rateLimit ? planRateLimit(operation, rateLimit) : []),
  ];
}

function planPagination(operation: Operation, pagination: Pagination): readonly Obligation[] {
  const { place } = pagination;
  const about = (kind: Obligation['kind'], claim: string) =>
    promise(operation, { kind, claim, place, source: 'x-contract' });
  return [
    ...(pagination.limit ? [about('G.limit', 'a page holds no more items than asked for')] : []),
    ...(pagination.hasMore && pagination.next
      ? [about('G.more', 'a page says that another follows exactly when it names it')]
      : []),
    ...(pagination.total && pagination.totalIs !== 'unspecified' && pagination.totalIs !== 'estimate'
      ? [about('G.total', 'the total agrees with the items')]
      : []),
    ...(pagination.type !== 'single' ? [about('G.walk', 'walking the pages gives each item once')] : []),
    ...(pagination.cursor ? [about('G.badcursor', 'an invented cursor is refused')] : []),
  ];
}

function planIdempotency(
  operation: Operation,
  { place }: Idempotency,
  isCreate: boolean,
): readonly Obligation[] {
  const about = (kind: Obligation['kind'], claim: string) =>
    promise(operation, { kind, claim, place, source: 'x-contract' });
  return [
    about('I.same', 'the same key gives the same answer again'),
    ...(isCreate ? [about('I.distinct', 'another key makes another resource')] : []),
    ...(operation.requestBody ? [about('I.mismatch', 'the same key with another body is refused')] : []),
  ];
}

function planRateLimit(operation: Operation, { place, policies }: RateLimit): readonly Obligation[] {
  const about = (kind: Obligation['kind'], claim: string) =>
    promise(operation, { kind, claim, place, source: 'x-contract' });
  const isFixed = policies.length > 0 && policies.every(({ kind }) => kind === 'fixed');
  return [
    about('X.headers', 'answers carry rate-limit headers that make sense together'),
    ...(isFixed && operation.method === 'GET'
      ? [about('X.decrement', 'each request lowers what remains in the window')]
      : []),
  ];
}
