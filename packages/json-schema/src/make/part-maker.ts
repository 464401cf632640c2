import type { Part } from './part.ts';
import type { Random } from './random.ts';
import type { Naming } from './realistic.ts';
import type { Workshop } from './workshop.ts';

/** Where in the value a part of it is made. */
export interface Spot {
  readonly naming: Naming;
  readonly depth: number;
}

/** What arrays and objects need for their parts; `ValueMaker` is it. */
export interface PartMaker {
  readonly workshop: Workshop;
  readonly random: Random;
  /**
   * A value for all the parts together.
   *
   * @throws DeadEnd when none was found.
   */
  make(parts: readonly Part[], spot: Spot): unknown;
}
