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

type Made = { readonly value: unknown } | undefined;

const made = new WeakMap<Workbench, WeakMap<object, Map<string, Made>>>();

/** The same for the same purpose each time, made once: what cannot be made is dear to find out. */
export function tryMakeOnce(bench: Workbench, schema: Schema, purpose: string): Made {
  if (typeof schema === 'boolean') return tryMake(bench, schema, purpose);
  const bySchema = made.get(bench) ?? new WeakMap<object, Map<string, Made>>();
  made.set(bench, bySchema);
  const byPurpose = bySchema.get(schema) ?? new Map<string, Made>();
  bySchema.set(schema, byPurpose);
  if (!byPurpose.has(purpose)) byPurpose.set(purpose, tryMake(bench, schema, purpose));
  return byPurpose.get(purpose);
}
