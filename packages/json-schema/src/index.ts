export type { Projection } from './check/projection.ts';
export { compileStandalone, type StandaloneEntry, type StandaloneOptions } from './compile-standalone.ts';
export type { CheckError, CompiledCheck } from './compiled-check.ts';
export { type Checks, type ChecksOptions, createChecks } from './create-checks.ts';
export { annotationFormats, isAssertedFormat } from './formats/formats.ts';
export { InvalidSchema } from './invalid-schema.ts';
export { toProblems } from './problems.ts';
export type { Definitions, Schema, SchemaObject, SchemaProblem } from './schema.ts';
