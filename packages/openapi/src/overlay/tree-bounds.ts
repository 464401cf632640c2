import type { Limits } from '../load/load-options.ts';
import { LoadError, type ProblemPlace } from '../load/load-problem.ts';

interface Size {
  readonly values: number;
  readonly levels: number;
}

/**
 * Holds a description to its limits while overlays grow it. What an action left alone is shared with the tree
 * before it, and was counted then.
 */
export class TreeBounds {
  readonly #limits: Limits;
  readonly #known = new WeakMap<object, Size>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @throws {LoadError} at the place of the action that went too far */
  check(root: unknown, place: ProblemPlace): void {
    const { nodes, depth } = this.#limits;
    const { values, levels } = this.#sizeOf(root);
    if (values > nodes) {
      const message = `With this action the description holds more than ${nodes} values.`;
      throw new LoadError({ rule: 'limit-nodes', message, place });
    }
    if (levels > depth) {
      const message = `With this action the description nests deeper than ${depth} levels.`;
      throw new LoadError({ rule: 'limit-depth', message, place });
    }
  }

  #sizeOf(value: unknown): Size {
    if (typeof value !== 'object' || value === null) return { values: 1, levels: 0 };
    const known = this.#known.get(value);
    if (known) return known;
    let values = 1;
    let levels = 0;
    for (const child of Object.values(value)) {
      const size = this.#sizeOf(child);
      values += size.values;
      levels = Math.max(levels, size.levels);
    }
    const size = { values, levels: levels + 1 };
    this.#known.set(value, size);
    return size;
  }
}
