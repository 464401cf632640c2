import { isRecord } from '../document-node.ts';

/** Keywords that say nothing about which values are valid. */
const ANNOTATIONS = new Set([
  'title',
  'description',
  'default',
  'deprecated',
  'example',
  'examples',
  'externalDocs',
  'xml',
  '$comment',
]);

/** Keywords whose value is a map of schemas by names of the author's choice. */
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);
/** Keywords whose value is a plain value, whatever it looks like. */
const VALUES = new Set(['const', 'enum', 'discriminator', 'dependentRequired', 'required']);

/**
 * A schema without what a check does not read: schemas that differ in their texts only share one
 * check, and compiled checks carry no texts.
 */
export function withoutAnnotations<T>(schema: T): T {
  // Removing keywords changes no type that a schema has: it is a map of keywords.
  return strip(schema) as T;
}

function strip(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strip);
  if (!isRecord(node)) return node;
  const kept = Object.entries(node).filter(
    ([keyword]) => !ANNOTATIONS.has(keyword) && !keyword.startsWith('x-'),
  );
  return Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, VALUES.has(keyword) ? value : stripMember(keyword, value)]),
  );
}

function stripMember(keyword: string, value: unknown): unknown {
  if (!MAPS.has(keyword) || !isRecord(value)) return strip(value);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, strip(schema)]));
}
