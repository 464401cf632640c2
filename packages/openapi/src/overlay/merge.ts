import { isObject } from '../json-object.ts';
import { childOf, type Traced, type Trail, trailBelow } from './traced.ts';
import { kindOf } from './value-kind.ts';

/** A value cannot be merged with the one it meets. */
export class IncompatibleUpdate extends Error {
  override readonly name = 'IncompatibleUpdate';
  readonly target: Traced;
  readonly update: Traced;

  constructor(target: Traced, update: Traced) {
    super(`${kindOf(update.value)} cannot be merged into ${kindOf(target.value)}.`);
    this.target = target;
    this.update = update;
  }
}

/**
 * A target with the update of an action (Overlay Specification 1.1.0, Action Object): an array takes what is no
 * array as one item more; all else is merged.
 * @throws {IncompatibleUpdate}
 */
export function updated(target: Traced, update: Traced): Traced {
  const takesItem = Array.isArray(target.value) && !Array.isArray(update.value);
  return takesItem ? withItems(target, [update]) : merged(target, update);
}

/** Objects member by member, arrays one after the other, a primitive in place of a primitive. */
function merged(target: Traced, update: Traced): Traced {
  if (isObject(target.value) && isObject(update.value)) return mergedObject(target, update);
  if (Array.isArray(target.value) && Array.isArray(update.value)) return withItems(target, itemsOf(update));
  if (kindOf(target.value) === 'a primitive' && kindOf(update.value) === 'a primitive') return update;
  throw new IncompatibleUpdate(target, update);
}

function mergedObject(target: Traced, update: Traced): Traced {
  const members = new Map<string, unknown>(Object.entries(target.value as object)); // `merged` saw an object
  const below = new Map<string, Trail>(target.trail.below);
  for (const name of Object.keys(update.value as object)) {
    const addition = childOf(update, name);
    const after = members.has(name) ? merged(childOf(target, name), addition) : addition;
    members.set(name, after.value);
    below.set(name, after.trail);
  }
  // Defines its members, so that a document's `__proto__` becomes one and nothing else.
  return { value: Object.fromEntries(members), trail: { ...target.trail, below } };
}

const itemsOf = (array: Traced): readonly Traced[] =>
  (array.value as readonly unknown[]).map((value, index) => ({
    value,
    trail: trailBelow(array.trail, String(index)),
  }));

function withItems(target: Traced, items: readonly Traced[]): Traced {
  const before = target.value as readonly unknown[]; // the callers saw an array
  const below = new Map<string, Trail>(target.trail.below);
  for (const [index, item] of items.entries()) below.set(String(before.length + index), item.trail);
  return {
    value: [...before, ...items.map(({ value }) => value)],
    trail: { ...target.trail, below },
  };
}
