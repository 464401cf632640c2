import type { ApiModel } from '@plumbline/openapi';
import type { Obligation } from '../obligation.ts';
import { planObligations } from '../plan/plan-obligations.ts';
import { selectObligations } from '../plan/select.ts';
import { createResourceMap } from '../resources/resource-map.ts';
import { runContractTests } from '../run-contract-tests.ts';
import type { ContractTestOptions } from '../target.ts';
import type { FaultOperator } from './fault-operator.ts';
import type { Mutant } from './mutant.ts';
import type { Alarm, MutationSuite, TestedTarget } from './mutation-suite.ts';
import { relatedOperations } from './related-operations.ts';

/**
 * Our own suite as the one under test. It asks first for the obligations that should catch the fault, and for the
 * others of the operation, and at last those of related ones, only when those did not; what is violated without the fault is no alarm.
 *
 * @param operations what is tried without any fault first. @default every operation
 */
export function createContractSuite(
  model: ApiModel,
  options: ContractTestOptions,
  operations: readonly string[] = model.operations.map(({ id }) => id),
): MutationSuite {
  const obligations = selectObligations(planObligations(model), options);
  const tested = new Set(operations);
  const standing = new Map<string, Promise<ReadonlySet<string>>>();

  async function violations(
    target: TestedTarget,
    only: readonly string[],
    run: string,
  ): Promise<readonly Alarm[]> {
    const report = await runContractTests(model, target, {
      ...options,
      ...target.tests,
      only,
      except: [],
      run,
    }).report.catch((error: unknown) => String(error));
    // A run that a faulty answer brought to an end did not pass either.
    if (typeof report === 'string') return [{ obligation: `the run ended: ${report}` }];
    return report.results
      .filter(({ verdict }) => verdict.outcome === 'violated')
      .map(({ id, kind, operation }) => ({ obligation: id, kind, operation }));
  }

  /** The alarms that only the fault explains: the same obligations are tried without it, once. */
  async function alarms(task: Parameters<MutationSuite>[0], only: readonly string[], step: string) {
    if (only.length === 0) return [];
    const found = await violations(task.target, only, `m${task.number}${step}`);
    if (found.length === 0 || !task.fault || !task.rightTarget) return found;
    const key = only.join('\n');
    const right = task.rightTarget;
    const known =
      standing.get(key) ?? right((target) => toIds(violations(target, only, `b${task.number}${step}`)));
    standing.set(key, known);
    const usual = await known;
    return found.filter(({ obligation = '' }) => !usual.has(obligation));
  }

  return async (task) => {
    if (!task.fault)
      return violations(
        task.target,
        obligations.filter(({ operation }) => tested.has(operation)).map(({ id }) => id),
        `m${task.number}`,
      );
    const { operator } = task.fault;
    const steps = planSteps(model, obligations, task.fault);
    const first = await alarms(task, steps.right, 'a');
    if (first.some(({ kind = '' }) => isCatcher(operator, { kind }))) return first;
    const second = [...first, ...(await alarms(task, steps.rest, 'b'))];
    if (second.length > 0) return second;
    // What one operation does wrong may show only beside others, which a whole run asks for too.
    return alarms(task, steps.family, 'c');
  };
}

const toIds = async (found: Promise<readonly Alarm[]>): Promise<ReadonlySet<string>> =>
  new Set((await found).map(({ obligation = '' }) => obligation));

interface Steps {
  /** The obligations that should catch the fault, and a few whose requests bring the answers to look at. */
  readonly right: readonly string[];
  /** Everything about the operation. */
  readonly rest: readonly string[];
  /** Everything about the same things. */
  readonly family: readonly string[];
}

function planSteps(
  model: ApiModel,
  obligations: readonly Obligation[],
  { mutant, operator }: { readonly mutant: Mutant; readonly operator: FaultOperator },
): Steps {
  const operation = model.operations.find(({ id }) => id === mutant.operation);
  const family = new Set(operation ? relatedOperations(createResourceMap(model), model, operation) : []);
  const own = obligations.filter((obligation) => obligation.operation === mutant.operation);
  const wanted = own.filter((obligation) => isCatcher(operator, obligation));
  const ownKinds = new Set(operator.isOfWholeApi ? [] : wanted.map(({ kind }) => kind));
  const others = obligations.filter(
    (obligation) =>
      (operator.isOfWholeApi ? obligation.kind.startsWith('X.') : family.has(obligation.operation)) &&
      isCatcher(operator, obligation) &&
      !ownKinds.has(obligation.kind),
  );
  return {
    right: [
      ...new Set(
        [
          ...wanted,
          ...others,
          ...provoking(own, mutant.place.status),
          ...exhausting(obligations, mutant),
        ].map(({ id }) => id),
      ),
    ],
    rest: own.map(({ id }) => id),
    family: obligations.filter((obligation) => family.has(obligation.operation)).map(({ id }) => id),
  };
}

export const isCatcher = ({ caughtBy }: FaultOperator, { kind }: { readonly kind: string }): boolean =>
  caughtBy.some((catcher) => catcher === kind);

/** The kinds whose requests are refused with a status. */
const provokers: Readonly<Record<string, readonly string[]>> = {
  '400': ['Q.reject', 'Q.malformed', 'G.badcursor', 'L.malformed'],
  '422': ['Q.reject'],
  '401': ['A.anon'],
  '403': ['A.scope.deny', 'A.role.deny'],
  '404': ['L.unknown'],
  '409': ['I.mismatch'],
  '415': ['Q.media'],
  '406': ['Q.acceptHeader'],
};

/** A refusal by the limiter comes when a window is used up, which one operation does for all. */
const exhausting = (obligations: readonly Obligation[], { place }: Mutant): readonly Obligation[] =>
  place.status === '429' ? obligations.filter(({ kind }) => kind === 'X.block') : [];

const enough = 2;

function provoking(own: readonly Obligation[], status = ''): readonly Obligation[] {
  const kinds = Object.hasOwn(provokers, status) ? (provokers[status] ?? []) : [];
  return kinds.flatMap((kind) => own.filter((obligation) => obligation.kind === kind).slice(0, enough));
}
