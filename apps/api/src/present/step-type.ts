import type { components } from '@checkview/contract/types';
import type { StepType } from '../domain/step-catalogue/step-types.ts';

export function toStepType(step: StepType): components['schemas']['TestStepType'] {
  const { flowTypes } = step;
  return {
    type: step.type,
    name: step.name,
    category: step.category,
    description: step.description,
    flowTypes: flowTypes === 'all' ? flowTypes : [...flowTypes],
    documented: step.documented,
    paramsSchema: step.paramsSchema,
  };
}
