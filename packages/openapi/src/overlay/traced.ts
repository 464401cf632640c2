import { escapeToken } from '@plumbline/json-schema/json-pointer';
import type { Origin } from '../bundle/origins.ts';

/** A value and where each part of it was written. Never changed: every step of an overlay makes a new one. */
export interface Traced {
  readonly value: unknown;
  readonly trail: Trail;
}

/** Where a node was written. A member that `below` does not name stands below the node in the same text. */
export interface Trail {
  readonly file: string;
  readonly pointer: string;
  readonly below?: ReadonlyMap<string, Trail>;
}

/** A member of an object, or an item of an array by its index. The caller knows that there is one. */
export function childOf({ value, trail }: Traced, token: string): Traced {
  // Safe: only objects and arrays have members. An own `__proto__` is read as the member that it is.
  return { value: Reflect.get(value as object, token), trail: trailBelow(trail, token) };
}

export function trailBelow({ file, pointer, below }: Trail, token: string): Trail {
  return below?.get(token) ?? { file, pointer: `${pointer}/${escapeToken(token)}` };
}

/** The trail as a list: the root, and each subtree that was written elsewhere than below its parent. */
export function toOrigins(trail: Trail): readonly Origin[] {
  const origins: Origin[] = [['', trail.file, trail.pointer]];
  const visit = (parent: Trail, to: string) => {
    for (const [token, child] of parent.below ?? []) {
      const step = `/${escapeToken(token)}`;
      const isBelow = child.file === parent.file && child.pointer === parent.pointer + step;
      if (!isBelow) origins.push([to + step, child.file, child.pointer]);
      visit(child, to + step);
    }
  };
  visit(trail, '');
  return origins;
}
