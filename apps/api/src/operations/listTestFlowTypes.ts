import { flowTypes } from '../domain/flow-types.ts';
import type { Operation } from '../operation.ts';

export const listTestFlowTypes: Operation<'listTestFlowTypes'> = async () => {
  return { status: 200, body: [...flowTypes] };
};
