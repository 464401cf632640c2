import { isBuiltIn } from './built-in-variables.ts';
import type { Refusal } from './refusal.ts';
import type { FlowType, StepTypeSlug } from './step-catalogue/step-family.ts';
import { isAllowedIn } from './step-catalogue/step-types.ts';
import { findVariableUses, type VariableUse } from './variable-use.ts';

/** Steps that a flow holds at most. */
export const maxSteps = 200;

/** What a step does and how. `params` fits `type`. */
export interface TestStep {
  readonly type: StepTypeSlug;
  readonly params: Readonly<Record<string, unknown>>;
  readonly name: string | null;
  readonly fallbackSelectors: readonly string[];
  readonly timeoutMs: number | null;
  readonly optional: boolean;
  readonly enabled: boolean;
}

type Optional<Shape> = { readonly [Name in keyof Shape]?: Shape[Name] | undefined };

/** A step as it is given: what is left out has its default. */
export type TestStepInput = Pick<TestStep, 'type' | 'params'> & Optional<Omit<TestStep, 'type' | 'params'>>;

export function toTestStep(input: TestStepInput): TestStep {
  return {
    type: input.type,
    params: input.params,
    name: input.name?.trim() ?? null,
    fallbackSelectors: input.fallbackSelectors ?? [],
    timeoutMs: input.timeoutMs ?? null,
    optional: input.optional ?? false,
    enabled: input.enabled ?? true,
  };
}

/** What is left out stays; null is a value of `name` and `timeoutMs`. */
export function changeTestStep(step: TestStep, patch: Optional<TestStep>): TestStep {
  return {
    type: patch.type ?? step.type,
    params: patch.params ?? step.params,
    name: patch.name === undefined ? step.name : (patch.name?.trim() ?? null),
    fallbackSelectors: patch.fallbackSelectors ?? step.fallbackSelectors,
    timeoutMs: patch.timeoutMs === undefined ? step.timeoutMs : patch.timeoutMs,
    optional: patch.optional ?? step.optional,
    enabled: patch.enabled ?? step.enabled,
  };
}

/** What a request says of a step, and the JSON Pointer to it. */
export interface PlacedStep {
  readonly step: Pick<TestStep, 'type' | 'params' | 'fallbackSelectors'>;
  readonly at: string;
}

/** Refuses types that flows of the given type may not hold. */
export function checkStepTypes(steps: readonly PlacedStep[], flowType: FlowType): readonly Refusal[] {
  const message = `is not allowed in a flow of type ${flowType}`;
  return steps
    .filter(({ step }) => !isAllowedIn(step.type, flowType))
    .map(({ at }) => ({ pointer: `${at}/type`, code: 'step-type-not-allowed', message }));
}

/** Where a step uses which variables. */
export function variableUsesOf({ step, at }: PlacedStep): readonly VariableUse[] {
  const { params, fallbackSelectors } = step;
  return findVariableUses({ params, fallbackSelectors }, at);
}

type Action = Pick<TestStep, 'type' | 'params'>;

/**
 * The uses of variables that are neither built in nor set by a step before: the organization must have
 * these. `earlier` are the steps that stand before the first one.
 */
export function findOpenUses(
  steps: readonly PlacedStep[],
  earlier: readonly Action[],
): readonly VariableUse[] {
  const set = new Set(earlier.map(variableSetBy));
  return steps.flatMap((placed) => {
    const open = variableUsesOf(placed).filter(({ name }) => !isBuiltIn(name) && !set.has(name));
    set.add(variableSetBy(placed.step));
    return open;
  });
}

/** The variable that a step gives a value for the steps behind it. */
function variableSetBy({ type, params }: Action): string | null {
  const { key } = params;
  return (type === 'set-variable' || type === 'extract-text') && typeof key === 'string' ? key : null;
}
