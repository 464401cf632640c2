import type { ContractTestOptions, Target } from '../target.ts';
import type { FaultOperator } from './fault-operator.ts';
import type { Mutant } from './mutant.ts';

/** Something that a suite found wrong. A suite that is not ours tells no more than that it failed. */
export interface Alarm {
  /** `createBook:L.create-get`. */
  readonly obligation?: string;
  readonly kind?: string;
  readonly operation?: string;
}

/** A server, and what our own suite must know of it besides. */
export interface TestedTarget extends Target {
  readonly tests?: ContractTestOptions;
}

/** What a suite is asked: to look at a server that may have this fault, or, without one, at one that is right. */
export interface SuiteTask {
  readonly target: TestedTarget;
  readonly fault?: { readonly mutant: Mutant; readonly operator: FaultOperator };
  /** Counts the runs from 1, to name each differently. */
  readonly number: number;
  /** Lends a server without the fault, to tell what is wrong with it anyway. */
  readonly rightTarget?: <Result>(work: (target: TestedTarget) => Promise<Result>) => Promise<Result>;
}

/** A suite under test. */
export type MutationSuite = (task: SuiteTask) => Promise<readonly Alarm[]>;
