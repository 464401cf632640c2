import type { ApiModel, Operation, RateLimit, RateLimitPolicy } from '@plumbline/openapi';
import { isProblemMedia } from '../check/media-type.ts';
import { responseFor } from '../check/status.ts';
import type { Obligation } from '../obligation.ts';
import type { ResourceMap } from '../resources/resource-map.ts';
import { type PlanOperation, promise } from './promise.ts';

export function planRateLimit(context: PlanOperation, rateLimit: RateLimit): readonly Obligation[] {
  const { operation, model, map } = context;
  const { place, policies, limit, remaining, reset, resetUnit } = rateLimit;
  const about = (isPlanned: boolean, kind: Obligation['kind'], claim: string, ...parts: readonly string[]) =>
    isPlanned ? [promise(operation, { kind, parts, claim, place, source: 'x-contract' })] : [];
  const isFixed = policies.length > 0 && policies.every(({ kind }) => kind === 'fixed');
  return [
    ...about(true, 'X.headers', 'answers carry the rate-limit headers'),
    ...about(limit !== undefined && policies.length > 0, 'X.limit', 'the limit is that of a declared policy'),
    ...about(remaining !== undefined, 'X.floor', 'what remains is neither below 0 nor above the limit'),
    ...about(
      reset !== undefined && resetUnit !== undefined,
      'X.reset',
      'the window ends soon, in the declared unit',
    ),
    ...about(
      isFixed && remaining !== undefined,
      'X.decrement',
      'each request lowers what remains in the window',
    ),
    ...(exhaustedBy(model, rateLimit) === operation
      ? policies.flatMap((policy) => planExhaustion({ operation, model, map }, rateLimit, policy))
      : []),
  ];
}

/** The operation by which a declaration's windows are used up, once for all that share it: it reads without an id. */
export function exhaustedBy(model: ApiModel, { place }: RateLimit): Operation | undefined {
  return model.operations.find(
    ({ method, path, behaviours, parameters }) =>
      method === 'GET' &&
      !path.includes('{') &&
      !parameters.some(({ required }) => required) &&
      behaviours.rateLimit?.place.pointer === place.pointer,
  );
}

/** The first operation that adds to a list without an id, under the same limit: a refused one must add nothing. */
export function refusedWrite(model: ApiModel, map: ResourceMap, { place }: RateLimit): Operation | undefined {
  return model.operations.find(
    (operation) =>
      map.isCreate(operation) &&
      !operation.path.includes('{') &&
      map.listOf(map.collectionOf(operation))?.behaviours.pagination !== undefined &&
      operation.behaviours.rateLimit?.place.pointer === place.pointer,
  );
}

function planExhaustion(
  { operation, model, map }: PlanOperation,
  rateLimit: RateLimit,
  { name, partition }: RateLimitPolicy,
): readonly Obligation[] {
  const { place, retryAfter, status } = rateLimit;
  const refusal = responseFor(operation, Number(status));
  const isProblem = refusal?.content.some(({ mediaType }) => isProblemMedia(mediaType)) ?? false;
  const about = (isPlanned: boolean, kind: Obligation['kind'], claim: string) =>
    isPlanned ? [promise(operation, { kind, parts: [name], claim, place, source: 'x-contract' })] : [];
  return [
    ...about(true, 'X.block', `requests beyond the limit of \`${name}\` are refused`),
    ...about(true, 'X.fair', `no request within the limit of \`${name}\` is refused`),
    ...about(retryAfter !== undefined, 'X.retry-after', 'a refusal tells when to come back'),
    ...about(true, 'X.recover', 'whoever comes back then is served'),
    ...about(partition !== 'address', 'X.partition', `another ${partition} is served meanwhile`),
    ...about(partition === 'tenant', 'X.share', 'another caller of the same tenant is refused too'),
    ...about(refusedWrite(model, map, rateLimit) !== undefined, 'X.nofx', 'a refused write has no effect'),
    ...about(isProblem, 'X.problem', 'a refusal by the limit is a problem'),
  ];
}
