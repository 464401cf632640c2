import { findBuiltInVariables } from '../domain/built-in-variables.ts';
import type { Operation } from '../operation.ts';
import { toBuiltInVariable } from '../present/variable.ts';
import { findKeys } from '../store/variables.ts';

export const listBuiltInVariables: Operation<'listBuiltInVariables'> = async (
  { query },
  { principal, transaction },
) => {
  const variables = findBuiltInVariables(query);
  const keys = variables.map(({ key }) => key);
  const overriding = await findKeys(transaction, principal.organizationId, keys);
  return { status: 200, body: variables.map((variable) => toBuiltInVariable(variable, overriding)) };
};
