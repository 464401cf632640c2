import { toStoredValue } from '../domain/variable.ts';
import type { Operation } from '../operation.ts';
import { toVariable } from '../present/variable.ts';
import { variableKeyTaken } from '../problems.ts';
import { requirePlanWithVariables } from '../resources/variable-changes.ts';
import { countFlowsUsing } from '../store/test-steps.ts';
import { insertVariable } from '../store/variables.ts';

export const createVariable: Operation<'createVariable'> = async (
  { body },
  { principal, transaction, secrets, limitsOf },
) => {
  requirePlanWithVariables(principal, limitsOf);
  const { organizationId } = principal;
  const { key, value, secret = false, context = 'any' } = body;
  const description = body.description?.trim() ?? null;
  const stored = toStoredValue(value, secret, secrets);
  const row = await insertVariable(transaction, organizationId, { key, ...stored, context, description });
  if (row === undefined) throw variableKeyTaken(key);
  const uses = await countFlowsUsing(transaction, organizationId, [key]);
  return {
    status: 201,
    headers: { Location: `/api/v1/variables/${row.id}` },
    body: toVariable(row, uses),
  };
};
