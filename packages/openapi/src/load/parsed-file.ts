import type { LoadProblem } from './load-problem.ts';

/** The value of one file, and what was found in it that did not stop the reading. */
export interface ParsedFile {
  readonly value: unknown;
  readonly findings: readonly LoadProblem[];
}

/** Repeated findings of one kind say nothing new, and a hostile file could hold a million. */
export const findingsPerFile = 100;
