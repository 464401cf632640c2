import type { ExchangePart, OperationBehaviours, SecurityScheme } from '@plumbline/openapi';
import { type Literal, type LiteralObject, Shareable } from './literal.ts';

export function toSecurityScheme(scheme: SecurityScheme): LiteralObject {
  return {
    name: scheme.name,
    type: scheme.type,
    scheme: scheme.scheme,
    in: scheme.in,
    parameterName: scheme.parameterName,
    scopes: scheme.scopes.map(({ name, implies, role }) => ({ name, implies, role })),
  };
}

/** The behaviours that a server frame acts on. */
export function toBehaviours({
  roles,
  pagination,
  idempotency,
  rateLimit,
}: OperationBehaviours): LiteralObject {
  return {
    roles,
    pagination: pagination && toPagination(pagination),
    idempotency: idempotency && toIdempotency(idempotency),
    rateLimit: rateLimit && toRateLimit(rateLimit),
  };
}

function toPagination(pagination: NonNullable<OperationBehaviours['pagination']>): Literal {
  const value = {
    type: pagination.type,
    cursor: toPart(pagination.cursor),
    limit: toPart(pagination.limit),
    page: toPart(pagination.page),
    offset: toPart(pagination.offset),
    items: toPart(pagination.items),
    next: toPart(pagination.next),
    hasMore: toPart(pagination.hasMore),
    total: toPart(pagination.total),
    invalidCursor: pagination.invalidCursor,
  };
  return new Shareable(value, 'PaginationContract', 'pagination');
}

function toIdempotency(idempotency: NonNullable<OperationBehaviours['idempotency']>): Literal {
  const value = {
    key: toPart(idempotency.key),
    windowMs: idempotency.windowMs,
    scope: idempotency.scope,
    marker: toPart(idempotency.marker),
    mismatch: idempotency.mismatch,
    concurrent: idempotency.concurrent,
    notStored: idempotency.notStored,
  };
  return new Shareable(value, 'IdempotencyContract', 'idempotency');
}

function toRateLimit(rateLimit: NonNullable<OperationBehaviours['rateLimit']>): Literal {
  const value = {
    policies: rateLimit.policies.map(({ name, quota, windowMs, partition }) => ({
      name,
      quota,
      windowMs,
      partition,
    })),
    cost: rateLimit.cost,
    headersOn: rateLimit.headersOn,
    limit: toPart(rateLimit.limit),
    remaining: toPart(rateLimit.remaining),
    reset: toPart(rateLimit.reset),
    resetUnit: rateLimit.resetUnit,
    retryAfter: toPart(rateLimit.retryAfter),
    status: rateLimit.status,
  };
  return new Shareable(value, 'RateLimitContract', 'rateLimit');
}

function toPart(part: ExchangePart | undefined): Literal {
  if (part === undefined) return undefined;
  const { message } = part;
  return part.in === 'body'
    ? { message, in: 'body', pointer: part.pointer }
    : { message, in: part.in, name: part.name };
}
