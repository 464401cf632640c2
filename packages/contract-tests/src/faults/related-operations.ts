import type { ApiModel, Operation } from '@plumbline/openapi';
import type { ResourceMap } from '../resources/resource-map.ts';

/** The ids of an operation and of those that make, list, read, change or delete the same things. */
export function relatedOperations(
  map: ResourceMap,
  { operations }: ApiModel,
  operation: Operation,
): readonly string[] {
  const family = familyOf(map, operation);
  return operations.filter((other) => familyOf(map, other) === family).map(({ id }) => id);
}

/** The collection that an operation works on: that of the last id in its path, or its path where things are made. */
function familyOf(map: ResourceMap, operation: Operation): string {
  const collection = map.collectionOf(operation);
  const isCollection = map.parameterOf(collection) !== undefined;
  return isCollection ? collection : (map.idsOf(operation).at(-1)?.collection ?? collection);
}
