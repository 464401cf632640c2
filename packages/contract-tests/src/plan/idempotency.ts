import type { Idempotency } from '@plumbline/openapi';
import type { Obligation } from '../obligation.ts';
import { type PlanOperation, promise } from './promise.ts';

export function planIdempotency(
  { map, operation }: PlanOperation,
  { place }: Idempotency,
): readonly Obligation[] {
  const about = (kind: Obligation['kind'], claim: string) =>
    promise(operation, { kind, claim, place, source: 'x-contract' });
  return [
    about('I.same', 'the same key gives the same answer again'),
    ...(map.isCreate(operation) ? [about('I.distinct', 'another key makes another resource')] : []),
    ...(operation.requestBody ? [about('I.mismatch', 'the same key with another body is refused')] : []),
  ];
}
