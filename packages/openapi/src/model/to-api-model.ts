import type { Diagnostic } from '../diagnostic.ts';
import type { ApiModel } from './api-model.ts';
import { createBehaviourReader } from './behaviours/read-behaviours.ts';
import type { BodyReading } from './media-types.ts';
import { child, present, textOf } from './node.ts';
import { nameOperations } from './operation-ids.ts';
import { findOperations, readOperation } from './operations.ts';
import { createReading, type ModelSource, type Reading } from './reading.ts';
import { createSchemaCollector, isKnownDialect } from './schema-collector.ts';
import { readSecuritySchemes } from './security.ts';
import { readServers, readTags } from './servers.ts';

/**
 * Builds the model of a loaded description. Never throws for what the description says: what is
 * wrong with it, and what the model cannot carry, is in `diagnostics`.
 */
export function toApiModel(source: ModelSource): {
  readonly model: ApiModel;
  readonly diagnostics: readonly Diagnostic[];
} {
  const reading = createReading(source);
  return { model: readModel(withSchemas(reading)), diagnostics: reading.diagnostics };
}

export const withSchemas = (reading: Reading): BodyReading => ({
  ...reading,
  schemas: createSchemaCollector(reading),
});

export function readModel(reading: BodyReading): ApiModel {
  const { root } = reading;
  const info = child(root, 'info');
  reportDialect(reading);
  const paths = findOperations(reading, 'paths');
  const hooks = findOperations(reading, 'webhooks');
  const ids = nameOperations(reading, [...paths, ...hooks]);
  const behaviours = createBehaviourReader(reading);
  const model = {
    openapi: textOf(root, 'openapi') ?? '',
    title: textOf(info, 'title') ?? '',
    version: textOf(info, 'version') ?? '',
    ...present('description', textOf(info, 'description')),
    servers: readServers(root),
    tags: readTags(root),
    operations: paths.map((found) => readOperation(reading, found, { ids, behaviours })),
    webhooks: hooks.map((found) => readOperation(reading, found, { ids, behaviours })),
    securitySchemes: readSecuritySchemes(reading),
    behaviours: behaviours.api,
  };
  return { ...model, schemas: reading.schemas.definitions() };
}

function reportDialect(reading: Reading): void {
  const dialect = textOf(reading.root, 'jsonSchemaDialect');
  if (dialect === undefined || isKnownDialect(dialect)) return;
  reading.report('not-carried', child(reading.root, 'jsonSchemaDialect'), {
    message: `The schema dialect \`${dialect}\` is not known; schemas are read as JSON Schema 2020-12.`,
    help: 'Write the schemas in JSON Schema 2020-12, the dialect of OpenAPI 3.1.',
  });
}
