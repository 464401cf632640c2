export { toBundle } from './bundle/to-bundle.ts';
export type { Diagnostic, Place, Severity } from './diagnostic.ts';
export { type FormatOptions, formatDiagnostics } from './format/format-diagnostics.ts';
export type { LintOptions } from './lint/lint-options.ts';
export type { Description } from './load/description.ts';
export { type LoadResult, loadDescription } from './load/load-description.ts';
export { defaultLimits, type Limits, type LoadOptions } from './load/load-options.ts';
export { loadRules } from './load/load-problem.ts';
export type { LoadedDescription, NodePart } from './load/loaded-description.ts';
export type {
  ApiModel,
  Encoding,
  Example,
  Header,
  Link,
  MediaType,
  Operation,
  Parameter,
  ParameterLocation,
  ParameterStyle,
  RequestBody,
  Response,
  Scope,
  SecurityRequirement,
  SecurityScheme,
  Server,
  Tag,
} from './model/api-model.ts';
export type {
  ApiBehaviours,
  BehaviourSource,
  ExchangePart,
  Idempotency,
  OperationBehaviours,
  Pagination,
  RateLimit,
  RateLimitPolicy,
  ResourceRole,
  Retry,
  StatusChoice,
  Tenancy,
} from './model/behaviours.ts';
export { definitionOf } from './model/definition-of.ts';
export type { ModelSource } from './model/reading.ts';
export { schemaDefault } from './model/schema-default.ts';
export { toApiModel } from './model/to-api-model.ts';
export { toValueShape, type ValueShape } from './model/value-shape.ts';
export { createResourceMap, type PathId, type ResourceMap } from './resources/resource-map.ts';
export { lastWord, typeKey, typeOfCollection } from './resources/resource-type.ts';
