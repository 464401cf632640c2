import { type Origin, Origins } from '../bundle/origins.ts';
import type { ProblemPlace } from './load-problem.ts';

/** Leads from the root document, as it stands with its overlays, to the text in which each node was written. */
export class WrittenPlaces {
  readonly #root: string;
  readonly #origins: Origins | undefined;

  /** Without `origins` the document stands as it was written. */
  constructor(root: string, origins?: readonly Origin[]) {
    this.#root = root;
    this.#origins = origins && new Origins(origins);
  }

  of<Where extends ProblemPlace>(place: Where): Where {
    if (!this.#origins || place.file !== this.#root || place.offset !== undefined) return place;
    return { ...place, ...this.#origins.sourceOf(place.pointer) };
  }
}
