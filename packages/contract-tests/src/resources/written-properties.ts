import type { SchemaObject } from '@plumbline/json-schema';
import type { ApiModel, Operation } from '@plumbline/openapi';
import { type Properties, requestProperties } from '../plan/body-properties.ts';
import { viewOf } from './view.ts';

/**
 * The properties that clients set of what an operation shows, as the bodies describe them that make, change or replace
 * it. What is not among them is the server's own and may change at any time.
 */
export function writtenProperties(model: ApiModel, view: Operation): Properties {
  const found = new Map<string, readonly SchemaObject[]>();
  for (const operation of model.operations) {
    if (!operation.requestBody || !(makes(operation, view) || viewOf(model, operation) === view)) continue;
    for (const [name, schemas] of requestProperties(operation, model.schemas)) {
      const isWritten = schemas.every(({ readOnly }) => readOnly !== true);
      if (isWritten) found.set(name, [...(found.get(name) ?? []), ...schemas]);
    }
  }
  return found;
}

/** Whether it adds to the collection of which the view shows one. */
const makes = ({ method, path }: Operation, view: Operation): boolean =>
  method === 'POST' && `${withoutNames(path)}/{}` === withoutNames(view.path);

const withoutNames = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');
