import described from './generated/described-steps.json' with { type: 'json' };
import {
  type FlowType,
  type StepCategory,
  type StepFamily,
  type StepTypeSlug,
  stepFamilies,
} from './step-family.ts';

/** One entry of the catalogue of steps. */
export interface StepType extends StepFamily {
  readonly type: StepTypeSlug;
  readonly name: string;
  readonly description: string;
  /** JSON Schema of `params`, the very one that bodies are checked against. */
  readonly paramsSchema: Readonly<Record<string, unknown>>;
}

/** Safe: the compiler demands one entry for every slug. */
const slugs = Object.keys(stepFamilies) as readonly StepTypeSlug[];

/** The catalogue: all types of steps. */
export const stepTypes: readonly StepType[] = slugs.map((type) => ({
  type,
  ...stepFamilies[type],
  ...described[type],
}));

export interface StepTypeFilter {
  readonly category?: StepCategory | undefined;
  /** Only types that a flow of this type may hold. */
  readonly flowType?: FlowType | undefined;
}

export function findStepTypes({ category, flowType }: StepTypeFilter): readonly StepType[] {
  return stepTypes.filter(
    (step) =>
      (category === undefined || step.category === category) &&
      (flowType === undefined || isAllowedIn(step.type, flowType)),
  );
}

/** Whether flows of a type may hold steps of a type. */
export function isAllowedIn(step: StepTypeSlug, flowType: FlowType): boolean {
  const { flowTypes } = stepFamilies[step];
  return flowTypes === 'all' || flowTypes.includes(flowType);
}
