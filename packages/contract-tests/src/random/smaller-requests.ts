import type { Draft } from '../request/draft.ts';
import { withValue } from '../request/draft.ts';
import { reductions } from '../search/reductions.ts';
import { isJsonObject } from '../values/json.ts';

/** Smaller requests next to one: parts left out, values made simpler, numbers brought nearer to zero step by step. */
export function* smallerRequests(draft: Draft): Generator<Draft> {
  yield* reductions(draft);
  for (const { parameter, value } of draft.values.values()) {
    if (parameter.in === 'path') continue;
    for (const other of nearer(value)) yield withValue(draft, parameter, other);
  }
  const { body } = draft;
  if (body?.kind !== 'value') return;
  for (const value of nearer(body.value)) yield { ...draft, body: { ...body, value } };
}

/** The value with one of its numbers nearer to zero, the boldest step of each first. */
function* nearer(value: unknown): Generator<unknown> {
  if (typeof value === 'number') yield* nearerNumbers(value);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const other of nearer(item)) yield value.with(index, other);
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value))
      for (const other of nearer(member)) yield { ...value, [name]: other };
  }
}

/** Half of it was tried before: three quarters, seven eighths and so on, so that the smallest that fails is met soon. */
function* nearerNumbers(value: number): Generator<number> {
  if (!Number.isInteger(value)) yield Math.trunc(value);
  for (let step = Math.trunc(value / 4); step !== 0; step = Math.trunc(step / 2)) yield value - step;
}
