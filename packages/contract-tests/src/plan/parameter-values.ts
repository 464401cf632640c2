import type { Definitions } from '@plumbline/json-schema';
import type { Parameter } from '@plumbline/openapi';
import { dereference } from './constraints.ts';

/** Every parameter is text on the wire, so the type of one that may be text cannot be broken. */
export function admitsText(parameter: Parameter, definitions: Definitions): boolean {
  const schema = dereference(parameter.schema, definitions);
  if (typeof schema === 'boolean') return schema;
  return Array.isArray(schema.type) ? schema.type.includes('string') : schema.type === 'string';
}

/** A required parameter with a default contradicts itself: a server may take the default. */
export function hasDefault(parameter: Parameter, definitions: Definitions): boolean {
  const schema = dereference(parameter.schema, definitions);
  return typeof schema === 'object' && Object.hasOwn(schema, 'default');
}
