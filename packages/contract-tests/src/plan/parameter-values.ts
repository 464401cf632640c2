import type { Definitions } from '@plumbline/json-schema';
import type { Parameter } from '@plumbline/openapi';
import { dereference } from './constraints.ts';

/** Long enumerations are sampled from the front. */
const maxMembers = 12;

/**
 * The legal values at the edge of what a parameter allows: members of its enumeration, both booleans, the bounds
 * of a number. Only where the schema leaves no room for rules it does not state.
 */
export function legalBounds(parameter: Parameter, definitions: Definitions): readonly unknown[] {
  const schema = dereference(parameter.schema, definitions);
  if (typeof schema === 'boolean') return [];
  if (Array.isArray(schema.enum)) return schema.enum.filter((member) => member !== null).slice(0, maxMembers);
  if (schema.type === 'boolean') return [true, false];
  if (schema.type !== 'integer' || schema.multipleOf !== undefined) return [];
  return [schema.minimum, schema.maximum].filter((bound) => Number.isSafeInteger(bound));
}

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
