import type { Definitions } from '@plumbline/json-schema';
import type { ApiModel, Operation } from '@plumbline/openapi';
import { alternativesOf, answerSchemas, propertiesOf, typesOf } from '../plan/body-properties.ts';

/**
 * The operation that shows what another one works on: GET on the same path, else GET on the path up to its last id, as
 * of an action below an item. Undefined for what adds to a collection, and where nothing shows it.
 */
export function viewOf(
  { operations, schemas }: Pick<ApiModel, 'operations' | 'schemas'>,
  operation: Operation,
): Operation | undefined {
  const at = (path: string) =>
    operations.find((other) => other.method === 'GET' && withoutNames(other.path) === withoutNames(path));
  const item = /^.*\{[^{}]+\}(?=\/|$)/.exec(operation.path)?.[0];
  const found = at(operation.path) ?? (item === undefined ? undefined : at(item));
  return found && showsObject(found, schemas) ? found : undefined;
}

const withoutNames = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');

/** Files and streams show a thing in a form that cannot be compared, and lists show many. */
function showsObject(operation: Operation, definitions: Definitions): boolean {
  const schemas = alternativesOf(answerSchemas(operation), definitions);
  return typesOf(schemas, definitions).has('object') || propertiesOf(schemas, definitions).size > 0;
}

/** An operation that works on one item and is none that reads, adds or deletes: it asks for a change of it. */
export const isAction = ({ method, path, behaviours }: Operation): boolean => {
  if (behaviours.resource) return behaviours.resource.op === 'action';
  return method === 'POST' && /\}\/[^{}/]+$/.test(path);
};
