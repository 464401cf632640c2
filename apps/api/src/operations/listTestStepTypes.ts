import { findStepTypes } from '../domain/step-catalogue/step-types.ts';
import type { Operation } from '../operation.ts';
import { toStepType } from '../present/step-type.ts';

export const listTestStepTypes: Operation<'listTestStepTypes'> = async ({ query }) => {
  return { status: 200, body: findStepTypes(query).map(toStepType) };
};
