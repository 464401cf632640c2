import type { Operation, Parameter } from '@plumbline/openapi';
import { parameterKey, sentParameters } from '../plan/requests.ts';
import { credentialsOf, type Draft, type DraftValue } from '../request/draft.ts';
import type { Identity } from '../target.ts';
import { goodValue } from '../values/parameter-value.ts';
import type { Run } from './run.ts';

interface Parts {
  readonly identity: Identity;
  readonly path: ReadonlyMap<string, unknown>;
}

/** The plain good request: every required parameter, no optional one, no body yet. */
export function draftFor(
  run: Run,
  operation: Operation,
  { identity, path }: Parts,
): Draft | { readonly missing: Parameter } {
  const values = new Map<string, DraftValue>();
  for (const parameter of operation.parameters) {
    const isPath = parameter.in === 'path';
    if (!isPath && !(parameter.required && sentParameters(run.model, operation).includes(parameter)))
      continue;
    const known = isPath ? path.get(parameter.name) : undefined;
    const good = known === undefined ? goodValue(run.bench, operation, parameter) : { value: known };
    if (!good) return { missing: parameter };
    if (!isIdempotencyKey(operation, parameter))
      values.set(parameterKey(parameter), { parameter, value: good.value });
  }
  return {
    operation,
    method: operation.method,
    values,
    ...(operation.security.length > 0 ? { identity } : {}),
    credentials: credentialsOf(operation, identity),
    headers: {},
    key: operation.parameters.some(
      (parameter) => parameter.required && isIdempotencyKey(operation, parameter),
    )
      ? 'fresh'
      : 'none',
  };
}

/** Keys are set by the run, since each must be new. */
export function isIdempotencyKey({ behaviours }: Operation, parameter: Parameter): boolean {
  const key = behaviours.idempotency?.key;
  return (
    key?.in === 'header' &&
    parameter.in === 'header' &&
    key.name.toLowerCase() === parameter.name.toLowerCase()
  );
}
