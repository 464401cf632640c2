export type { Diagnostic, Place, Severity } from './diagnostic.ts';
export type * from './model/api-model.ts';
export type * from './model/behaviours.ts';
export type { ModelSource } from './model/reading.ts';
export { toApiModel } from './model/to-api-model.ts';
