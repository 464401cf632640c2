import type { Draft } from '../request/draft.ts';
import { withoutBody, withoutValue } from '../request/draft.ts';
import { isJsonObject } from '../values/json.ts';

/** Smaller requests next to one, the boldest first: parts left out, then values made simpler. */
export function* reductions(draft: Draft): Generator<Draft> {
  for (const { parameter } of draft.values.values()) {
    if (parameter.in !== 'path' && !parameter.required) yield withoutValue(draft, parameter);
  }
  if (typeof draft.key !== 'object' && draft.key !== 'none') yield { ...draft, key: 'none' };
  const { body } = draft;
  if (body?.kind !== 'value') return;
  if (draft.operation.requestBody?.required !== true) yield withoutBody(draft);
  for (const value of smaller(body.value)) yield { ...draft, body: { ...body, value } };
}

function* smaller(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) yield* smallerArray(value);
  else if (isJsonObject(value)) yield* smallerObject(value);
  else yield* simpler(value);
}

function* smallerArray(items: readonly unknown[]): Generator<unknown> {
  if (items.length > 1) yield items.slice(0, 1);
  for (const index of items.keys()) yield items.toSpliced(index, 1);
  for (const [index, item] of items.entries())
    for (const other of smaller(item)) yield items.with(index, other);
}

function* smallerObject(object: Readonly<Record<string, unknown>>): Generator<unknown> {
  const members = Object.entries(object);
  for (const [name] of members) yield Object.fromEntries(members.filter(([other]) => other !== name));
  for (const [name, member] of members)
    for (const other of smaller(member)) yield { ...object, [name]: other };
}

function* simpler(value: unknown): Generator<unknown> {
  if (typeof value === 'string' && value !== '' && value !== 'a') {
    const points = [...value];
    yield 'a';
    if (points.length > 2) yield points.slice(0, Math.ceil(points.length / 2)).join('');
  }
  if (typeof value === 'number' && Math.abs(value) > 1) {
    yield 1;
    yield Math.trunc(value / 2);
  }
  if (value === true) yield false;
}
