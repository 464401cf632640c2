import { escapeToken } from '@plumbline/json-schema/json-pointer';
import { isObject } from '../json-object.ts';

/**
 * A value of the bundled description together with its place in it. Names come from the document,
 * so members are read as own properties only: `__proto__` and `constructor` are names like others.
 */
export interface Node {
  /** `undefined` where the description says nothing. */
  readonly value: unknown;
  /** JSON Pointer in the bundle. */
  readonly pointer: string;
}

export const isAbsent = (node: Node): boolean => node.value === undefined;

export function member(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export const child = (node: Node, key: string): Node => ({
  value: member(node.value, key),
  pointer: `${node.pointer}/${escapeToken(key)}`,
});

export const descendant = (node: Node, tokens: readonly string[]): Node => tokens.reduce(child, node);

/** The members of an object; nothing when the node is no object. */
export function membersOf(node: Node): readonly (readonly [string, Node])[] {
  if (!isObject(node.value)) return [];
  return Object.keys(node.value).map((key) => [key, child(node, key)] as const);
}

/** The items of an array; nothing when the node is no array. */
export function itemsOf(node: Node): readonly Node[] {
  if (!Array.isArray(node.value)) return [];
  return node.value.map((value, index) => ({ value, pointer: `${node.pointer}/${index}` }));
}

export function textOf(node: Node, key: string): string | undefined {
  const value = member(node.value, key);
  return typeof value === 'string' ? value : undefined;
}

export function flagOf(node: Node, key: string): boolean | undefined {
  const value = member(node.value, key);
  return typeof value === 'boolean' ? value : undefined;
}

export const textsOf = (node: Node): readonly string[] =>
  itemsOf(node).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));

export const isExtension = (key: string): boolean => key.startsWith('x-');

/** `{ [key]: value }` when there is a value, else `{}`: for optional members of plain data. */
export function present<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [name in Key]?: Value } {
  // An object with exactly the one member, or none, is what the type says; TypeScript widens computed keys.
  return (value === undefined ? {} : { [key]: value }) as { readonly [name in Key]?: Value };
}
