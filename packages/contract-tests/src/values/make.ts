import { type Breakage, breakValue, makeValue, type Projection, type Schema } from '@plumbline/json-schema';
import type { Workbench } from './workbench.ts';

/** A value the schema allows, or undefined where none can be made. */
export function tryMake(
  bench: Workbench,
  schema: Schema,
  purpose: string,
): { readonly value: unknown } | undefined {
  try {
    return {
      value: makeValue(schema, {
        definitions: bench.definitions,
        seed: bench.seed(purpose),
        projection: request,
      }),
    };
  } catch {
    return undefined; // Not satisfiable, or beyond what can be made: the caller says which obligation that leaves open.
  }
}

/** Values that the schema refuses, near to one it allows; none where nothing can be broken. */
export function tryBreak(
  bench: Workbench,
  schema: Schema,
  value: unknown,
  purpose: string,
): readonly Breakage[] {
  try {
    return breakValue(schema, value, {
      definitions: bench.definitions,
      seed: bench.seed(purpose),
      projection: request,
    });
  } catch {
    return [];
  }
}

const request: Projection = 'request';
