import type { RateLimit } from '@plumbline/openapi';
import type { Obligation } from '../obligation.ts';
import { type PlanOperation, promise } from './promise.ts';

export function planRateLimit(
  { operation }: PlanOperation,
  { place, policies }: RateLimit,
): readonly Obligation[] {
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
