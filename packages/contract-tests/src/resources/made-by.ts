import type { ApiModel, Operation } from '@plumbline/openapi';
import type { ResourceMap } from './resource-map.ts';
import { typeKey, typeOfCollection } from './resource-type.ts';

/** Where an action puts what it is declared to create, when its own path tells everything above it. */
export interface MadePlace {
  readonly collection: string;
  /** How many of the action's ids, from the outermost on, stand above what is created. */
  readonly depth: number;
}

/** The collection of which `creates` names the type; undefined where none or several are of it. */
export function madeBy(
  model: Pick<ApiModel, 'operations'>,
  map: ResourceMap,
  operation: Operation,
): MadePlace | undefined {
  const { creates } = operation.behaviours.resource ?? {};
  if (creates === undefined) return undefined;
  const own = map.idsOf(operation).map(({ collection }) => collection);
  const collections = new Set(
    model.operations.flatMap((other) => map.idsOf(other).map(({ collection }) => collection)),
  );
  const fitting = [...collections].flatMap((collection) => {
    const depth = collection.split('{}').length - 1;
    const above = own.slice(0, depth).every((outer) => collection.startsWith(`${outer}/{}`));
    const isOfType = typeKey(typeOfCollection(model, collection)) === typeKey(creates);
    return above && depth <= own.length && isOfType && map.readOf(collection) ? [{ collection, depth }] : [];
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}
