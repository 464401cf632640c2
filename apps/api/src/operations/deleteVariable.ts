import { hasDefault } from '../domain/built-in-variables.ts';
import type { Operation } from '../operation.ts';
import { notFound, variableInUse } from '../problems.ts';
import { requirePlanWithVariables } from '../resources/variable-changes.ts';
import { countFlowsUsing } from '../store/test-steps.ts';
import { deleteVariableRow, lockVariable } from '../store/variables.ts';

export const deleteVariable: Operation<'deleteVariable'> = async (
  { path },
  { principal, transaction, limitsOf },
) => {
  requirePlanWithVariables(principal, limitsOf);
  const { organizationId } = principal;
  const variable = await lockVariable(transaction, organizationId, path.id);
  if (variable === undefined) throw notFound('variable');
  const { key } = variable;
  const uses = (await countFlowsUsing(transaction, organizationId, [key])).get(key) ?? 0;
  if (uses > 0 && !hasDefault(key)) throw variableInUse(key, uses);
  await deleteVariableRow(transaction, organizationId, variable.id);
  return { status: 204 };
};
