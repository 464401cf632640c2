import type { Place } from '../diagnostic.ts';

/** One subtree of the bundle and the node it was copied from. Plain data: it travels between threads. */
export type Origin = readonly [bundlePointer: string, file: string, pointer: string];

/** Tells for any pointer of the bundle where its author wrote it. */
export class Origins {
  readonly #byPointer: ReadonlyMap<string, Origin>;

  constructor(origins: readonly Origin[]) {
    this.#byPointer = new Map(origins.map((origin) => [origin[0], origin]));
  }

  sourceOf(pointer: string): Place {
    for (let prefix = pointer; ; prefix = prefix.slice(0, prefix.lastIndexOf('/'))) {
      const origin = this.#byPointer.get(prefix);
      if (origin) return { file: origin[1], pointer: origin[2] + pointer.slice(prefix.length) };
      if (!prefix.includes('/')) break;
    }
    throw new Error(`\`${pointer}\` is not a JSON Pointer.`);
  }
}
