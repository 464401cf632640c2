import { isObject } from '../json-object.ts';

/** A value that another document has at a place. */
export interface DocumentEdit {
  /** Names and positions from the root; none for the root itself. */
  readonly path: readonly string[];
  /** JSON text. */
  readonly value: string;
}

/**
 * What makes one document of another that shares most of its values with it: only where they are not the very same
 * object are they compared. Members keep their order.
 */
export function editsBetween(before: unknown, after: unknown): readonly DocumentEdit[] {
  const edits: DocumentEdit[] = [];
  const path: string[] = [];
  const compare = (old: unknown, now: unknown): void => {
    if (old === now) return;
    const names = sharedNames(old, now);
    if (names === undefined) {
      edits.push({ path: [...path], value: JSON.stringify(now) });
      return;
    }
    for (const name of names) {
      path.push(name);
      compare(memberOf(old, name), memberOf(now, name));
      path.pop();
    }
  };
  compare(before, after);
  return edits;
}

/** The names of a value that another one can be edited into: it has all of the other's, in order, before its own. */
function sharedNames(before: unknown, after: unknown): readonly string[] | undefined {
  const isList = Array.isArray(before) && Array.isArray(after);
  if (!isList && !(isObject(before) && isObject(after))) return undefined;
  const names = Object.keys(after);
  return Object.keys(before).every((name, position) => names[position] === name) ? names : undefined;
}

/** Undefined, which is no JSON value, where there is none. */
function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** The document with the edits made in it. A member may have any name, `__proto__` included. */
export function withEdits(document: unknown, edits: readonly DocumentEdit[]): unknown {
  let root = document;
  for (const { path, value } of edits) {
    const last = path.at(-1);
    if (last === undefined) root = JSON.parse(value);
    else setMember(path.slice(0, -1).reduce(memberOf, root), last, JSON.parse(value));
  }
  return root;
}

function setMember(owner: unknown, name: string, value: unknown): void {
  if (typeof owner !== 'object' || owner === null) return;
  Object.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true });
}
