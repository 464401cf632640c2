import type { components } from '@checkview/contract/types';
import { type BuiltInVariable, hasDefault } from '../domain/built-in-variables.ts';
import type { VariableRow } from '../store/variables.ts';

type Variable = components['schemas']['Variable'];
type BuiltInVariableBody = components['schemas']['BuiltInVariable'];

/** `uses` tells how many flows use each key. The value of a secret variable never leaves. */
export function toVariable(row: VariableRow, uses: ReadonlyMap<string, number>): Variable {
  return {
    id: row.id,
    key: row.key,
    value: row.secret ? null : row.value,
    secret: row.secret,
    context: row.context,
    description: row.description,
    overridesDefault: hasDefault(row.key),
    usedByTestFlows: uses.get(row.key) ?? 0,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** `overriding` are the keys that the organization has variables for. */
export function toBuiltInVariable(
  variable: BuiltInVariable,
  overriding: ReadonlySet<string>,
): BuiltInVariableBody {
  return { ...variable, overridden: overriding.has(variable.key) };
}
