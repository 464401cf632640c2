import type { ApiModel, Operation, Tenancy } from '@plumbline/openapi';
import { type Obligation, type ObligationKind, obligationId } from '../obligation.ts';
import { type Reference, referencesOf } from '../resources/references.ts';
import type { PathId, ResourceMap } from '../resources/resource-map.ts';
import { typeKey, typeOfCollection } from '../resources/resource-type.ts';
import { needsCredentials } from './access.ts';
import { type PlanOperation, promise } from './promise.ts';

/** What must not be reachable with the ids of another tenant, one obligation for each id in a path. */
export function planTenancy(context: PlanOperation): readonly Obligation[] {
  const { model, operation } = context;
  const { tenancy } = model.behaviours;
  if (!tenancy || !needsCredentials(operation)) return [];
  return [
    ...foreignIds(context).flatMap((foreign) => planForeignId(operation, tenancy, foreign)),
    ...foreignReferences(context).map((reference) => planReference(operation, tenancy, reference)),
    ...foreignFilters(context).map((filter) => planFilter(operation, tenancy, filter)),
    ...(listsOwnThings(context, tenancy) ? [planList(operation, tenancy)] : []),
  ];
}

/** An id in the path of an operation that another tenant may have. */
export interface ForeignId extends PathId {
  /** The obligation to refuse it. */
  readonly obligation: string;
  readonly kind: ObligationKind;
}

export function foreignIds({ model, map, operation }: PlanOperation): readonly ForeignId[] {
  const { tenancy } = model.behaviours;
  if (!tenancy) return [];
  const kind = kindOf(map, operation);
  return map
    .idsOf(operation)
    .filter(({ collection }) => isIssued(map, collection) && !isShared(model, tenancy, collection))
    .map((id) => ({ ...id, kind, obligation: obligationId(operation.id, kind, id.parameter) }));
}

/** A part of a body that may name what another tenant has. */
export interface ForeignReference extends Reference {
  /** The obligation to refuse it. */
  readonly obligation: string;
  readonly kind: ObligationKind;
}

export function foreignReferences({ model, map, operation }: PlanOperation): readonly ForeignReference[] {
  const { tenancy } = model.behaviours;
  if (!tenancy || operation.method === 'GET' || !needsCredentials(operation)) return [];
  const kind = map.isCreate(operation) ? 'T.create-parent' : 'T.write';
  return referencesOf(map, operation, model.schemas)
    .filter((reference) => reference.in === 'body')
    .filter(({ collection }) => isIssued(map, collection) && !isShared(model, tenancy, collection))
    .map((reference) => ({
      ...reference,
      kind,
      obligation: obligationId(operation.id, kind, 'body', reference.name),
    }));
}

/** A query parameter of a list that may name what another tenant has. */
export interface ForeignFilter extends Reference {
  /** The obligation to show nothing for it. */
  readonly obligation: string;
}

export function foreignFilters({ model, map, operation }: PlanOperation): readonly ForeignFilter[] {
  const { tenancy } = model.behaviours;
  if (!tenancy || operation.method !== 'GET' || !needsCredentials(operation)) return [];
  if (map.parameterOf(map.collectionOf(operation)) === undefined) return [];
  return referencesOf(map, operation, model.schemas)
    .filter((reference) => reference.in === 'query')
    .filter(({ collection }) => isIssued(map, collection) && !isShared(model, tenancy, collection))
    .map((reference) => ({
      ...reference,
      obligation: obligationId(operation.id, 'T.list', 'query', reference.name),
    }));
}

/** A parameter that no operation lists, adds or reads by itself is a value, no id. */
const isIssued = (map: ResourceMap, collection: string): boolean =>
  [map.createOf, map.listOf, map.readOf].some((find) => find(collection) !== undefined);

function isShared(model: ApiModel, { shared }: Tenancy, collection: string): boolean {
  const type = typeKey(typeOfCollection(model, collection));
  return shared.some((name) => typeKey(name) === type);
}

function kindOf(map: ResourceMap, operation: Operation): ObligationKind {
  if (operation.method === 'GET' || operation.method === 'HEAD') return 'T.read';
  if (operation.method === 'DELETE') return 'T.delete';
  return map.isCreate(operation) ? 'T.create-parent' : 'T.write';
}

const verbs: Readonly<Record<string, string>> = {
  'T.read': 'does not show',
  'T.write': 'does not change',
  'T.delete': 'does not delete',
  'T.create-parent': 'adds nothing below',
};

function planForeignId(
  operation: Operation,
  { tenant, foreign, place }: Tenancy,
  { kind, parameter }: ForeignId,
): readonly Obligation[] {
  const answer = foreign === 'unspecified' ? '' : `, and answers ${foreign}`;
  const about = {
    parts: [parameter],
    place,
    source: 'x-contract',
    subject: { parameter: `path/${parameter}` },
  } as const;
  return [
    promise(operation, {
      ...about,
      kind,
      claim: `${verbs[kind]} what \`${parameter}\` names of another ${tenant}${answer}`,
    }),
    promise(operation, {
      ...about,
      kind: 'T.uniform',
      level: 'should',
      claim: `answers a \`${parameter}\` of another ${tenant} as one that was never issued`,
    }),
  ];
}

const planReference = (
  operation: Operation,
  { tenant, place }: Tenancy,
  { kind, name }: ForeignReference,
): Obligation =>
  promise(operation, {
    kind,
    parts: ['body', name],
    claim: `takes no \`${name}\` of another ${tenant}`,
    place,
    source: 'x-contract',
  });

const planFilter = (operation: Operation, { tenant, place }: Tenancy, { name }: ForeignFilter): Obligation =>
  promise(operation, {
    kind: 'T.list',
    parts: ['query', name],
    claim: `shows nothing for a \`${name}\` of another ${tenant}`,
    place,
    source: 'x-contract',
    subject: { parameter: `query/${name}` },
  });

/** A list at the top: one below an id is another tenant's as a whole or not at all. */
function listsOwnThings({ model, map, operation }: PlanOperation, tenancy: Tenancy): boolean {
  const collection = map.collectionOf(operation);
  return (
    operation.method === 'GET' &&
    !operation.path.includes('{') &&
    (operation.behaviours.pagination !== undefined || map.parameterOf(collection) !== undefined) &&
    !isShared(model, tenancy, collection)
  );
}

const planList = (operation: Operation, { tenant, place }: Tenancy): Obligation =>
  promise(operation, {
    kind: 'T.list',
    claim: `lists nothing of another ${tenant}`,
    place,
    source: 'x-contract',
  });
