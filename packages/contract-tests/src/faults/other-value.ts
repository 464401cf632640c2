import { makeValue, type Schema } from '@plumbline/json-schema';
import { sameJson } from '../values/json.ts';
import { tryCompile, type Workbench } from '../values/workbench.ts';

/** Another value that the schema admits too, near to the old one where that can be; undefined where none is found. */
export function otherValue(
  bench: Workbench,
  schema: Schema,
  value: unknown,
  seed: number,
): { readonly value: unknown } | undefined {
  const check = tryCompile(bench.responses, schema);
  const found = candidates(bench, schema, value, seed).find(
    (candidate) => !sameJson(candidate, value) && (!check || check(candidate)),
  );
  return found === undefined ? undefined : { value: found };
}

function* near(value: unknown): Iterable<unknown> {
  if (typeof value === 'boolean') yield !value;
  if (typeof value === 'number') yield* [value + 1, value - 1];
  if (typeof value !== 'string') return;
  const time = Date.parse(value);
  if (/^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(time)) yield new Date(time + 1000).toISOString();
  if (uuid.test(value)) yield `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`;
  yield* [`${value}x`, value.slice(0, -1)];
}

export const uuid: RegExp = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const attempts = 3;

function candidates(bench: Workbench, schema: Schema, value: unknown, seed: number): readonly unknown[] {
  const members = typeof schema === 'object' && Array.isArray(schema.enum) ? schema.enum : [];
  const made = Array.from({ length: attempts }, (_, index) => tryMake(bench, schema, seed + index));
  return [...members, ...near(value), ...made.flatMap((result) => (result ? [result.value] : []))];
}

function tryMake(bench: Workbench, schema: Schema, seed: number): { readonly value: unknown } | undefined {
  try {
    return { value: makeValue(schema, { definitions: bench.definitions, seed, projection: 'request' }) };
  } catch {
    return undefined; // Nothing that can be made is admitted: there are the other candidates.
  }
}
