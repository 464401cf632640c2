import { escapeToken } from '../json-pointer.ts';
import type { Schema, SchemaObject } from '../schema.ts';
import type { createChecker } from './checker.ts';
import type { DefinitionReference, PreparedSchema } from './prepare-schema.ts';

/** Makes a shared schema known under its key; errors in it will read `#/$defs/<name>/…`. */
export function addDefinition(
  checker: ReturnType<typeof createChecker>,
  key: string,
  definition: PreparedSchema & { readonly reference: DefinitionReference },
): void {
  if (Object.hasOwn(checker.schemas, key)) return;
  const { schema, reference } = definition;
  checker.addSchema(asObject(schema), key);
  const registered = checker.schemas[key];
  if (registered)
    registered.schemaPath = `#/$defs/${encodeURIComponent(escapeToken(reference.name).toWellFormed())}`;
}

/** The compiler registers objects only. */
export function asObject(schema: Schema): SchemaObject {
  if (typeof schema === 'boolean') return schema ? {} : { not: {} };
  return schema;
}
