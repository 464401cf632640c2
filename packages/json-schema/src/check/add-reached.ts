import type { Schema, SchemaObject } from '../schema.ts';
import type { Checker } from './checker.ts';
import type { Closure } from './definition-registry.ts';
import { schemaPathOf } from './schema-reference.ts';

/** Makes the schemas a closure reaches known under their keys; errors in a shared one will read `#/$defs/<name>/…`. */
export function addReached(checker: Checker, closure: Closure): void {
  for (const [key, { schema, reference }] of closure.reached) {
    if (Object.hasOwn(checker.schemas, key)) continue;
    checker.addSchema(asObject(schema), key);
    const registered = checker.schemas[key];
    if (registered) registered.schemaPath = schemaPathOf(reference);
  }
}

/** The compiler registers objects only. */
export function asObject(schema: Schema): SchemaObject {
  if (typeof schema === 'boolean') return schema ? {} : { not: {} };
  return schema;
}
