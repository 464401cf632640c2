import type { Idempotency, Operation } from '@plumbline/openapi';
import { declares, matchesStatus } from '../check/status.ts';
import type { Obligation } from '../obligation.ts';
import { needsCredentials, requiredScopes } from './access.ts';
import { type PlanOperation, promise } from './promise.ts';
import { refusedWrite } from './rate-limit.ts';
import { jsonBody } from './requests.ts';

export function planIdempotency(context: PlanOperation, idempotency: Idempotency): readonly Obligation[] {
  const { map, operation } = context;
  const { place, windowMs, source } = idempotency;
  const about = (isPlanned: boolean, kind: Obligation['kind'], claim: string, ...parts: readonly string[]) =>
    isPlanned ? [promise(operation, { kind, parts, claim, place, source: 'x-contract' })] : [];
  const isOurs = source === 'x-contract';
  const scoped = isOurs ? scopesOf(context, idempotency) : [];
  return [
    ...about(true, 'I.same', 'the same key gives the same answer again'),
    ...about(canCountEffect(context), 'I.once', 'requests under one key have one effect'),
    ...about(map.isCreate(operation), 'I.distinct', 'another key makes another resource'),
    ...about(isKeyOptional(operation, idempotency), 'I.optional', 'a request without a key is accepted'),
    ...about(
      operation.requestBody !== undefined && idempotency.mismatch !== 'unspecified',
      'I.mismatch',
      idempotency.mismatch === 'replay'
        ? 'the same key with another body gives the stored answer'
        : 'the same key with another body is refused',
    ),
    ...about(isOurs, 'I.concurrent', 'two requests at once under one key have one effect'),
    ...scoped.flatMap(([kind, claim]) => about(true, kind, claim)),
    ...(isOurs ? [...passingStatuses(operation, idempotency), ...limitStatus(context)] : []).flatMap(
      (status) => about(true, 'I.failed', `a refusal with ${status} is not kept under its key`, status),
    ),
    ...about(isOurs && windowMs !== undefined, 'I.ttl', `an answer is kept for ${windowMs} ms and no longer`),
  ];
}

/** What is made shows in a list, what is changed when it is read. */
function canCountEffect({ map, operation }: PlanOperation): boolean {
  if (map.isCreate(operation)) return map.listOf(map.collectionOf(operation)) !== undefined;
  return (
    (operation.method === 'PATCH' || operation.method === 'PUT') && map.readOfItem(operation) !== undefined
  );
}

function isKeyOptional({ parameters }: Operation, { key }: Idempotency): boolean {
  if (key.in !== 'header') return false;
  const name = key.name.toLowerCase();
  return !parameters.some(
    (parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === name && parameter.required,
  );
}

function scopesOf(
  { map, model, operation }: PlanOperation,
  { scope }: Idempotency,
): readonly (readonly [Obligation['kind'], string])[] {
  const hasIds = map.idsOf(operation).length > 0;
  const isKnown = needsCredentials(operation) && !hasIds;
  const hasTenants = model.behaviours.tenancy !== undefined;
  return [
    ...(scope.includes('operation') ? [['I.scope.op', 'a key of another operation is free'] as const] : []),
    ...(scope.includes('path') && hasIds
      ? [['I.scope.path', 'a key of the same operation on another item is free'] as const]
      : []),
    ...(scope.includes('tenant') && isKnown && hasTenants
      ? [['I.scope.tenant', 'a key of another tenant is free'] as const]
      : []),
    ...(scope.includes('principal') && isKnown
      ? [['I.scope.principal', 'a key of another caller is free'] as const]
      : []),
  ];
}

/** The refusal by a rate limit, of the write that is tried when the limit is used up. */
function limitStatus({ model, map, operation }: PlanOperation): readonly string[] {
  const { rateLimit, idempotency } = operation.behaviours;
  if (!rateLimit || !idempotency || refusedWrite(model, map, rateLimit) !== operation) return [];
  const { status } = rateLimit;
  const isPassing = matchesStatus(Number(status), idempotency.notStored);
  return isPassing && declares(operation, Number(status)) ? [status] : [];
}

/** The refusals that are not kept, as far as they are declared and can be brought about. */
function passingStatuses(operation: Operation, { notStored }: Idempotency): readonly string[] {
  const reachable = [
    ...(needsCredentials(operation) ? ['401'] : []),
    ...(requiredScopes(operation).length > 0 ? ['403'] : []),
    ...(jsonBody(operation) ? [declares(operation, 400) ? '400' : '422'] : []),
  ];
  return reachable.filter(
    (status) => matchesStatus(Number(status), notStored) && declares(operation, Number(status)),
  );
}
