import { isObject } from '../json-object.ts';

/** What the Overlay Specification tells apart: `null` is a primitive, too. */
export type ValueKind = 'an object' | 'an array' | 'a primitive';

export function kindOf(value: unknown): ValueKind {
  if (Array.isArray(value)) return 'an array';
  return isObject(value) ? 'an object' : 'a primitive';
}
