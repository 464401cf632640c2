import { singleSchemaKeywords } from '@plumbline/json-schema/keywords';

/** Keywords whose value is one schema. Checks leave out `contentSchema`: it speaks of decoded text. */
export const schemaKeywords: ReadonlySet<string> = new Set([...singleSchemaKeywords, 'contentSchema']);

/** Keywords that say something about the same value as their schema, not about a part of it. */
export const inPlaceKeywords = [
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentSchemas',
] as const;

/** Names and addresses of schemas; the model has one flat set of names instead. */
export const identityKeywords: ReadonlySet<string> = new Set([
  '$id',
  '$schema',
  '$anchor',
  '$dynamicAnchor',
  '$dynamicRef',
  '$vocabulary',
  '$defs',
  'definitions',
]);

/** Keywords that describe and do not constrain. */
export const annotationKeywords: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'examples',
  'readOnly',
  'writeOnly',
  'deprecated',
  'externalDocs',
  '$comment',
]);
