import type { ApiModel } from '@plumbline/openapi';
import { beforeAll, describe, test } from 'vitest';
import { applyBaseline, type Baseline } from './baseline/baseline.ts';
import type { Obligation } from './obligation.ts';
import type { ObligationResult } from './obligation-result.ts';
import { planObligations } from './plan/plan-obligations.ts';
import { describeViolation } from './report/describe-violation.ts';
import type { Report } from './report/report.ts';
import { runContractTests } from './run-contract-tests.ts';
import type { ContractTestOptions, Target } from './target.ts';
import { reasons } from './verdict.ts';

export type { ContractTestOptions, Identity, Target } from './target.ts';

export interface VitestOptions extends ContractTestOptions {
  /**
   * What an obligation that could not be proved is: a skipped test with the reason, a passed one, a failed one.
   *
   * @default 'skip'
   */
  readonly unproven?: 'skip' | 'pass' | 'fail';
  /**
   * Whether a breach of what only should be fails its test.
   *
   * @default false
   */
  readonly strict?: boolean;
  /**
   * Milliseconds the whole run may take.
   *
   * @default 120_000
   */
  readonly runTimeoutMs?: number;
  /** Known failures: their tests are skipped with why, until the day of their entry has passed. */
  readonly baseline?: Baseline;
  /** Gets the report before the first test, for example to write it as a page: `formatReport(report, 'html')`. */
  readonly onReport?: (report: Report) => void | Promise<void>;
}

/**
 * Registers a test for each obligation, grouped by operation. The requests are sent before the first test.
 *
 * @param target the API, or a function that starts it and is called before the first request.
 * @example
 * contractTests(model, { fetch: app.fetch, baseUrl: 'http://api.test' }, { token });
 */
export function contractTests(
  model: ApiModel,
  target: Target | (() => Target | Promise<Target>),
  options: VitestOptions = {},
): void {
  const obligations = planObligations(model, options);
  describe(`contract of ${model.title}`, () => {
    let report: Report | undefined;
    beforeAll(async () => {
      const started = typeof target === 'function' ? await target() : target;
      const found = await runContractTests(model, started, options).report;
      report = options.baseline ? waiveKnown(model, found, options.baseline) : found;
      await options.onReport?.(report);
    }, options.runTimeoutMs ?? 120_000);
    for (const [operation, own] of Map.groupBy(obligations, (obligation) => obligation.operation)) {
      describe(operation, () => {
        for (const obligation of own) {
          test(nameOf(obligation), (context) => {
            const result = report?.results.find(({ id }) => id === obligation.id);
            if (!report || !result) throw new Error('the run gave no report');
            judge({ report, result, options, skip: (note) => context.skip(note) });
          });
        }
      });
    }
  });
}

/** Entries past their day waive nothing, so that their tests fail again. */
function waiveKnown(model: ApiModel, report: Report, baseline: Baseline): Report {
  const today = new Date().toISOString().slice(0, 10);
  return applyBaseline(report, baseline, { today, plan: planObligations(model) }).report;
}

const nameOf = ({ id, operation, claim }: Obligation): string =>
  `${claim} [${id.slice(operation.length + 1)}]`;

interface Judgement {
  readonly report: Report;
  readonly result: ObligationResult;
  readonly options: VitestOptions;
  readonly skip: (note: string) => void;
}

function judge({ report, result, options, skip }: Judgement): void {
  const { verdict, level, waiver } = result;
  if (waiver) {
    skip(`waived until ${waiver.until} (${waiver.owner}): ${waiver.why}`);
    return;
  }
  if (verdict.outcome === 'violated' && (level === 'must' || options.strict)) {
    throw new Error(describeViolation(result, verdict, report));
  }
  if (verdict.outcome !== 'unproven' || options.unproven === 'pass') return;
  const note = `${verdict.reason}: ${reasons[verdict.reason]}${verdict.detail === undefined ? '' : ` (${verdict.detail})`}`;
  if (options.unproven === 'fail') throw new Error(`${result.id} was not proved: ${note}`);
  skip(note);
}
