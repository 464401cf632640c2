import type { Operation } from '@plumbline/openapi';
import { toSeed } from '../../answer/seed.ts';
import type { JsonObject } from '../../json.ts';
import { jsonContent, successOf } from '../places.ts';
import { firstOf } from '../schema-shapes.ts';
import type { Store } from '../store.ts';
import type { ActParts } from './act-parts.ts';

/** Values that the answer to this operation alone shows; new each time. Undefined where it shows none. */
export function secretValues(
  operation: Operation,
  { resources, made, seed }: ActParts,
): ((store: Store) => JsonObject) | undefined {
  const { shapes } = resources.tables;
  const shape = shapes.of(jsonContent(successOf(operation, ['201'])?.content ?? [])?.schema);
  const secrets = [...shape.properties].filter(
    ([name]) => firstOf(shapes.property(shape, name), 'x-contract-reveal') !== undefined,
  );
  if (secrets.length === 0) return undefined;
  return (store) => {
    const serial = store.nextSerial();
    return Object.fromEntries(
      secrets.flatMap(([name, [schema]]) => {
        const value = schema && made.attempt(schema, toSeed(`${seed} ${name} ${serial}`))?.value;
        return value === undefined ? [] : [[name, value]];
      }),
    );
  };
}
