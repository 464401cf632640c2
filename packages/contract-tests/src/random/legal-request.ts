import type { Draft } from '../request/draft.ts';
import { writableMedia } from '../request/write-body.ts';
import type { Run } from '../run/run.ts';
import { travels } from '../search/edge-goal.ts';
import { tryCompile } from '../values/workbench.ts';

/** Whether nothing of a request breaks its schemas, and all of it arrives as it is. */
export function isLegalRequest(run: Run, { operation, values, body }: Draft): boolean {
  const areValues = [...values.values()].every(({ parameter, value }) => {
    if (parameter.in === 'path') return true;
    const check = tryCompile(run.bench.requests, parameter.schema);
    return travels(parameter, value) && (check?.(value) ?? true);
  });
  return areValues && isLegalBody(run, { operation, body });
}

function isLegalBody(
  run: Run,
  { operation, body }: Pick<Draft, 'operation'> & { readonly body: Draft['body'] },
) {
  const schema = writableMedia(operation)?.schema;
  if (!body) return operation.requestBody?.required !== true;
  if (body.kind !== 'value' || schema === undefined) return true;
  return tryCompile(run.bench.requests, schema)?.(body.value) ?? true;
}
