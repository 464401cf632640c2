import type { Random } from 'fast-check';
import type { Workbench } from '../values/workbench.ts';

/** What random values are made with. */
export interface Chance {
  readonly bench: Workbench;
  readonly random: Random;
  /** Names of properties that stay as they were made: references to things that exist. */
  readonly isSettled: (name: string) => boolean;
}
