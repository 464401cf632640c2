import type { Report } from '../../packages/contract-tests/src/index.ts';

/** An API that keeps its contract, tried with one seed after the other. */
export interface Subject {
  readonly name: string;
  /** Runs the contract tests on a new instance of it. */
  run(settings: SeedSettings): Promise<Report>;
  /** Ends what it holds open. */
  close(): Promise<void>;
}

export interface SeedSettings {
  readonly seed: number;
  /** Random requests for each operation. */
  readonly random: number;
  /** Obligations that are left out, with `*`. */
  readonly except: readonly string[];
}
