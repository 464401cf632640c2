import type { Definitions } from '@plumbline/json-schema';
import type { Operation, Parameter } from '@plumbline/openapi';
import { dereference } from './constraints.ts';

/** A query parameter with a default among a closed set of values, so that leaving it out says the same as one of them. */
export interface QueryDefault {
  readonly parameter: Parameter;
  readonly value: unknown;
  /** The other values. */
  readonly others: readonly unknown[];
}

/** The size of a page is another promise, and what stands in a list of values is no single one. */
export function queryDefaultsOf(operation: Operation, definitions: Definitions): readonly QueryDefault[] {
  if (operation.method !== 'GET') return [];
  return operation.parameters.flatMap((parameter) => {
    const schema = parameter.in === 'query' ? dereference(parameter.schema, definitions) : true;
    if (typeof schema === 'boolean' || !Array.isArray(schema.enum) || parameter.required) return [];
    const { default: value } = schema;
    const others = schema.enum.filter((member) => member !== value);
    return schema.enum.includes(value) && others.length > 0 ? [{ parameter, value, others }] : [];
  });
}
