import type { Operation } from '../operation.ts';
import { toVariable } from '../present/variable.ts';
import { notFound } from '../problems.ts';
import { countFlowsUsing } from '../store/test-steps.ts';
import { findVariable } from '../store/variables.ts';

export const getVariable: Operation<'getVariable'> = async ({ path }, { principal, transaction }) => {
  const { organizationId } = principal;
  const row = await findVariable(transaction, organizationId, path.id);
  if (row === undefined) throw notFound('variable');
  const uses = await countFlowsUsing(transaction, organizationId, [row.key]);
  return { status: 200, body: toVariable(row, uses) };
};
