import type { ApiModel, Operation } from '@plumbline/openapi';
import type { Obligation } from '../obligation.ts';
import { mintingOf } from '../resources/minting.ts';
import { createResourceMap } from '../resources/resource-map.ts';
import type { Mint, MintOperation } from '../target.ts';
import { planAccepts } from './accepts.ts';
import { planAccess } from './access.ts';
import { planBehaviours } from './behaviours.ts';
import { planLifeCycle } from './life-cycle.ts';
import type { PlanOperation } from './promise.ts';
import { planRequests } from './requests.ts';
import { planResponses } from './responses.ts';
import { type Selection, selectObligations } from './select.ts';
import { type Shard, shardObligations } from './shard.ts';
import { planTenancy } from './tenancy.ts';

/**
 * Everything the description promises that the suite knows to prove, in the order of the description; sends nothing.
 *
 * @param choice leaves out what a run with the same options would leave out
 */
export function planObligations(
  model: ApiModel,
  choice: Selection & { readonly shard?: Shard; readonly mint?: Mint | MintOperation } = {},
): readonly Obligation[] {
  const all = typeof choice.mint === 'object' ? planOperations(model, choice.mint) : planAll(model);
  const selected = selectObligations(all, choice);
  return choice.shard ? shardObligations(model, selected, choice.shard) : selected;
}

/** Planning a large description takes a tenth of a second, and runs over one model plan the same. */
const known = new WeakMap<ApiModel, readonly Obligation[]>();

function planAll(model: ApiModel): readonly Obligation[] {
  const planned = known.get(model) ?? planOperations(model);
  known.set(model, planned);
  return planned;
}

/** @param mint as a set-up names it, which tells more than the description does. */
function planOperations(model: ApiModel, mint?: MintOperation): readonly Obligation[] {
  const map = createResourceMap(model);
  const minting = mintingOf(model, map, mint);
  const planned = new Map<string, Obligation>();
  for (const operation of model.operations) {
    for (const obligation of planOperation({ model, map, minting, operation })) {
      if (!planned.has(obligation.id)) planned.set(obligation.id, obligation);
    }
  }
  return [...planned.values()];
}

function planOperation(context: PlanOperation): readonly Obligation[] {
  return [
    ...planResponses(context),
    ...planAccess(context),
    ...planTenancy(context),
    ...planRequests(context),
    ...planAccepts(context),
    ...planLifeCycle(context),
    ...planBehaviours(context),
  ];
}

/** The operations that are tested by a selection of obligations. */
export function operationsOf(model: ApiModel, obligations: readonly Obligation[]): readonly Operation[] {
  const wanted = new Set(obligations.map(({ operation }) => operation));
  return model.operations.filter(({ id }) => wanted.has(id));
}
