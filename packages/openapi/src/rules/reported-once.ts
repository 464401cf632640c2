import type { Place } from '../diagnostic.ts';
import type { Operation } from '../model/api-model.ts';

/**
 * Remembers the findings of one rule. Parts that stand outside of the operation are shared by many
 * operations, each with a message of its own: the first one stands for all.
 */
export class ReportedOnce {
  readonly #messages = new Set<string>();
  readonly #firstAt = new Map<string, Operation>();

  /** Whether this is news; `operation` is the one that is looked at. */
  isNew(place: Place, message: string, operation: Operation | undefined): boolean {
    const at = `${place.file}#${place.pointer}`;
    const exact = `${at} ${message}`;
    if (this.#messages.has(exact)) return false;
    if (operation && !isInside(place, operation.place)) {
      const first = this.#firstAt.get(at) ?? operation;
      if (first !== operation) return false;
      this.#firstAt.set(at, first);
    }
    this.#messages.add(exact);
    return true;
  }
}

const isInside = (place: Place, outer: Place): boolean =>
  place.file === outer.file && `${place.pointer}/`.startsWith(`${outer.pointer}/`);
