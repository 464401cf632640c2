import { unescapeToken } from '../plan/constraints.ts';
import { isJsonObject } from '../values/json.ts';

/** Which item stands for `*` of a pointer. */
export type ItemChoice = 'first' | 'last';

interface Found {
  readonly value: unknown;
}

/** What a pointer with `*` names in a value; undefined where nothing is there. */
export function findAt(value: unknown, pointer: string, choice: ItemChoice = 'first'): Found | undefined {
  return follow(value, pointer.split('/').slice(1), choice);
}

function follow(value: unknown, tokens: readonly string[], choice: ItemChoice): Found | undefined {
  const [token, ...rest] = tokens;
  if (token === undefined) return { value };
  const key = keyOf(value, token, choice);
  if (key === undefined) return undefined;
  return follow(member(value, key), rest, choice);
}

function member(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isJsonObject(value) ? value[key] : undefined;
}

function keyOf(value: unknown, token: string, choice: ItemChoice): string | undefined {
  if (Array.isArray(value)) {
    const index = token === '*' ? (choice === 'first' ? 0 : value.length - 1) : Number(token);
    return Number.isInteger(index) && index >= 0 && index < value.length ? String(index) : undefined;
  }
  const name = unescapeToken(token);
  return isJsonObject(value) && Object.hasOwn(value, name) ? name : undefined;
}

/** A value with a change at a pointer; `remove` takes the member away. Undefined where nothing is there. */
export function changeAt(
  value: unknown,
  pointer: string,
  { change, choice = 'first' }: { readonly change: (at: unknown) => unknown; readonly choice?: ItemChoice },
): Found | undefined {
  if (findAt(value, pointer, choice) === undefined) return undefined;
  return { value: changed(value, pointer.split('/').slice(1), { change, choice }) };
}

/** What a change gives back to take a member away. */
export const removed: unique symbol = Symbol('removed');

interface Change {
  readonly change: (at: unknown) => unknown;
  readonly choice: ItemChoice;
}

function changed(value: unknown, tokens: readonly string[], work: Change): unknown {
  const [token, ...rest] = tokens;
  if (token === undefined) return work.change(value);
  const key = keyOf(value, token, work.choice);
  if (key === undefined) return value;
  const next = changed(member(value, key), rest, work);
  if (Array.isArray(value)) {
    return next === removed ? value.toSpliced(Number(key), 1) : value.with(Number(key), next);
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).flatMap(([name, old]) =>
    name === key ? (next === removed ? [] : [[name, next] as const]) : [[name, old] as const],
  );
  return Object.fromEntries(members);
}

/** A value with one more member of the object at a pointer; undefined where no object is there. */
export function addAt(value: unknown, pointer: string, name: string, added: unknown): Found | undefined {
  const target = findAt(value, pointer)?.value;
  if (!isJsonObject(target)) return undefined;
  return changeAt(value, pointer, { change: () => ({ ...target, [name]: added }) });
}
