import type { ApiModel } from '@plumbline/openapi';
import { createResourceMap } from '../resources/resource-map.ts';
import { seedFor } from '../values/seed.ts';
import type { FaultOperator } from './fault-operator.ts';
import { faultOperators } from './fault-operators.ts';
import { type Mutant, mutantId } from './mutant.ts';

export interface PlanMutantsOptions {
  /**
   * Decides which places are taken where an operator has too many, and what each fault chooses.
   *
   * @default 1
   */
  readonly seed?: number;
  /**
   * No more places of one operator are taken.
   *
   * @default Infinity
   */
  readonly perOperator?: number;
  /** Operators, groups, operations or mutants by id, with `*`; only these are planned. */
  readonly only?: readonly string[];
  /** Operation ids; only these are broken. */
  readonly operations?: readonly string[];
}

/** The mutants of a description: each operator at each place where its subject is declared. Sends nothing. */
export function planMutants(model: ApiModel, options: PlanMutantsOptions = {}): readonly Mutant[] {
  const { seed = 1, perOperator = Number.POSITIVE_INFINITY } = options;
  const isWanted = matcher(options.only);
  return faultOperators.flatMap((operator) => {
    const all = placesOf(model, operator, options.operations).map((mutant) => ({
      ...mutant,
      seed: seedFor(seed, mutant.id),
    }));
    return sample(all.filter(isWanted), perOperator);
  });
}

function placesOf(
  model: ApiModel,
  operator: FaultOperator,
  operations: readonly string[] | undefined,
): readonly Omit<Mutant, 'seed'>[] {
  const map = createResourceMap(model);
  const found = new Map<string, Omit<Mutant, 'seed'>>();
  for (const operation of model.operations) {
    if (operations && !operations.includes(operation.id)) continue;
    for (const place of operator.places({ model, map, operation })) {
      const id = mutantId(operator.id, operation.id, place);
      found.set(id, { id, operator: operator.id, operation: operation.id, place });
    }
  }
  return [...found.values()];
}

/** Those with the smallest seeds, in the order of the description: a choice that a new place hardly changes. */
function sample(mutants: readonly Mutant[], most: number): readonly Mutant[] {
  if (mutants.length <= most) return mutants;
  const chosen = new Set(mutants.toSorted((one, other) => one.seed - other.seed).slice(0, most));
  return mutants.filter((mutant) => chosen.has(mutant));
}

function matcher(only: readonly string[] | undefined): (mutant: Mutant) => boolean {
  if (!only) return () => true;
  const expressions = only.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .split(/\*+/)
          .map((part) => RegExp.escape(part))
          .join('.*')}$`,
        's',
      ),
  );
  return ({ id, operator, operation }) =>
    [id, operator, operator.slice(0, operator.indexOf('-')), operation].some((name) =>
      expressions.some((expression) => expression.test(name)),
    );
}
