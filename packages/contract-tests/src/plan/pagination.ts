import type { ApiModel, Operation, Pagination, Parameter } from '@plumbline/openapi';
import type { Obligation, ObligationKind } from '../obligation.ts';
import { dereference } from './constraints.ts';
import { type PlanOperation, promise } from './promise.ts';
import { sentParameters } from './requests.ts';

export function planPagination(context: PlanOperation, pagination: Pagination): readonly Obligation[] {
  const { operation } = context;
  const { place } = pagination;
  const claims = { ...pageClaims(context, pagination), ...walkClaims(context, pagination) };
  // The keys are those of the literals below.
  return (Object.entries(claims) as [ObligationKind, string | false][]).flatMap(([kind, claim]) =>
    claim === false ? [] : [promise(operation, { kind, claim, place, source: 'x-contract' })],
  );
}

type Claims = Partial<Record<ObligationKind, string | false>>;

function pageClaims({ model, operation }: PlanOperation, pagination: Pagination): Claims {
  const { limit, hasMore, next, total, totalIs, invalidCursor } = pagination;
  const parameter = limitOf(operation, pagination);
  const schema = parameter && dereference(parameter.schema, model.schemas);
  const hasDefault = typeof schema === 'object' && typeof schema.default === 'number';
  return {
    'G.default': hasDefault && `without a chosen size a page holds ${schema.default}`,
    'G.limit': limit !== undefined && 'a page holds no more items than asked for',
    'G.more': hasMore !== undefined && 'a page says that more follows while items are left, and only then',
    'G.cursor':
      next !== undefined &&
      (hasMore !== undefined || pagination.source === 'x-contract') &&
      'a page names the next one exactly where another follows',
    'G.total':
      total !== undefined &&
      (totalIs === 'exact' || totalIs === 'optional') &&
      'the total agrees with the items',
    'G.badcursor':
      pagination.cursor !== undefined && invalidCursor !== 'unspecified' && 'an invented cursor is refused',
  };
}

function walkClaims({ model, map, operation }: PlanOperation, pagination: Pagination): Claims {
  const { type, order, limit, cursor } = pagination;
  const isWalked = type !== 'single';
  const collection = map.collectionOf(operation);
  const canChange = map.createOf(collection) !== undefined && map.deleteOf(collection) !== undefined;
  return {
    'G.complete': isWalked && 'walking the pages loses no item',
    'G.nodup': isWalked && 'walking the pages gives no item twice',
    'G.terminate': isWalked && 'walking the pages comes to an end',
    'G.order': order === 'stable' && 'the same call gives the same order',
    'G.invariant':
      isWalked && order === 'stable' && limit !== undefined && 'pages of every size give the same order',
    'G.filter': isWalked && filtersOf(model, operation).length > 0 && 'a filter holds on every page',
    'G.tenant':
      cursor !== undefined &&
      model.behaviours.tenancy !== undefined &&
      operation.security.length > 0 &&
      'the cursor of one tenant shows another nothing of it',
    'G.writes':
      canChange &&
      standsWrites(pagination) &&
      'what stands during a walk comes once, whatever is added and deleted',
  };
}

/** Counted places move when an item goes; a cursor or a snapshot is there so that they do not. */
function standsWrites({ type, duringWrites }: Pagination): boolean {
  if (type === 'single' || duringWrites === 'unspecified') return false;
  return duringWrites === 'snapshot' || type === 'cursor';
}

function limitOf({ parameters }: Operation, { limit }: Pagination): Parameter | undefined {
  if (limit?.in !== 'query') return undefined;
  return parameters.find(({ in: location, name }) => location === 'query' && name === limit.name);
}

/** The optional query parameters of a list that are not about its pages. */
export function filtersOf(model: ApiModel, operation: Operation): readonly Parameter[] {
  const { cursor, limit, page, offset } = operation.behaviours.pagination ?? {};
  const paging = new Set(
    [cursor, limit, page, offset].map((part) => (part?.in === 'query' ? part.name : '')),
  );
  return sentParameters(model, operation).filter(
    ({ in: location, name, required }) => location === 'query' && !required && !paging.has(name),
  );
}
