import type { ApiModel, Operation } from '@plumbline/openapi';
import { answerProperties } from './body-properties.ts';

/** The properties of an answer that are shown once, by `x-contract-reveal`. */
export function revealedOnce(
  operation: Operation,
  { schemas }: Pick<ApiModel, 'schemas'>,
): readonly string[] {
  return [...answerProperties(operation, schemas)]
    .filter(([, property]) => property.some((schema) => schema['x-contract-reveal'] === 'once'))
    .map(([name]) => name);
}
