import type { Definitions } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';

import { type EchoedProperty, echoedProperties } from './echoed-properties.ts';

/** A property with one default that its own answer shows. */
export interface DefaultedProperty extends EchoedProperty {
  readonly value: unknown;
}

/**
 * A default is what a server takes for a property that is left out; null says that there is none. A change leaves
 * alone what it does not name, so only what makes or replaces a thing is meant.
 */
export function defaultedProperties(
  operation: Operation,
  definitions: Definitions,
): readonly DefaultedProperty[] {
  if (operation.method === 'PATCH' || operation.method === 'GET') return [];
  return echoedProperties(operation, [operation], definitions).flatMap((property) => {
    const defaults = new Set(
      property.request.flatMap((schema) =>
        Object.hasOwn(schema, 'default') ? [JSON.stringify(schema.default)] : [],
      ),
    );
    const [only] = defaults;
    const isOne = defaults.size === 1 && property.request.every((schema) => Object.hasOwn(schema, 'default'));
    if (!isOne || only === undefined || only === 'null') return [];
    return [{ ...property, value: JSON.parse(only) }];
  });
}
