import { changeVariable } from '../domain/variable.ts';
import type { Operation } from '../operation.ts';
import { toVariable } from '../present/variable.ts';
import { notFound, validationFailed } from '../problems.ts';
import { requirePlanWithVariables } from '../resources/variable-changes.ts';
import { countFlowsUsing } from '../store/test-steps.ts';
import { lockVariable, saveVariable } from '../store/variables.ts';

export const updateVariable: Operation<'updateVariable'> = async (
  { path, body },
  { principal, transaction, secrets, limitsOf },
) => {
  requirePlanWithVariables(principal, limitsOf);
  const { organizationId } = principal;
  const before = await lockVariable(transaction, organizationId, path.id);
  if (before === undefined) throw notFound('variable');
  const change = changeVariable(before, body, secrets);
  if (change.kind === 'refused') throw validationFailed(change.refusals);
  const row = await saveVariable(transaction, organizationId, { ...change.variable, id: before.id });
  const uses = await countFlowsUsing(transaction, organizationId, [row.key]);
  return { status: 200, body: toVariable(row, uses) };
};
