import type { Phase } from './exchange.ts';
import type { Obligation } from './obligation.ts';
import type { Report } from './report/report.ts';
import type { Finding } from './verdict.ts';

/** What happens in a run, in order. */
export type TestEvent =
  | {
      readonly type: 'started';
      readonly seed: number;
      readonly run: string;
      readonly operations: number;
      readonly obligations: number;
    }
  /** An operation comes to its turn; `index` counts from 1. */
  | {
      readonly type: 'operation';
      readonly operation: string;
      readonly index: number;
      readonly total: number;
      /** Set where chance makes the requests, after everything that was planned. */
      readonly phase?: Phase;
    }
  | { readonly type: 'violation'; readonly obligation: Obligation; readonly finding: Finding }
  | { readonly type: 'finished'; readonly report: Report };
