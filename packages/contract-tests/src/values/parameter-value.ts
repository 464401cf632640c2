import type { Operation, Parameter } from '@plumbline/openapi';
import { dereference } from '../plan/constraints.ts';
import { tryMake } from './make.ts';
import { tryCompile, type Workbench } from './workbench.ts';

/** A good value of a parameter: an example that is valid, the default, a made one; undefined when there is none. */
export function goodValue(
  bench: Workbench,
  operation: Operation,
  parameter: Parameter,
): { readonly value: unknown } | undefined {
  const check = tryCompile(bench.requests, parameter.schema);
  const schema = dereference(parameter.schema, bench.definitions);
  const written = parameter.examples.map(({ value }) => value);
  if (typeof schema === 'object' && Object.hasOwn(schema, 'default')) written.push(schema.default);
  const index = written.findIndex((value) => check?.(value) ?? true);
  if (index >= 0) return { value: written[index] };
  return tryMake(bench, parameter.schema, `${operation.id}:parameter:${parameter.in}/${parameter.name}`);
}
