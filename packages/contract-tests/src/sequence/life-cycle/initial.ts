import type { SchemaObject } from '@plumbline/json-schema';
import { sameJson } from '../../values/json.ts';

/** Null, nothing and an empty list are what a property is reset to, so that their staying the same tells nothing. */
export const isTelling = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Nothing, or the declared default. */
export const isInitial = (value: unknown, schemas: readonly SchemaObject[]): boolean =>
  !isTelling(value) ||
  schemas.some((schema) => Object.hasOwn(schema, 'default') && sameJson(schema.default, value));
