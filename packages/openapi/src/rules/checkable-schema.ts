import type { Schema } from '@plumbline/json-schema';
import { schemaListKeywords, schemaMapKeywords } from '@plumbline/json-schema/keywords';
import { isObject } from '../json-object.ts';
import { isExtension } from '../model/node.ts';
import { annotationKeywords, schemaKeywords } from '../model/schema-keywords.ts';
import type { PatternJudge } from './pattern-judge.ts';

/**
 * The schema as far as it constrains, without the patterns that must not be run: it admits more, never
 * less. Without its texts it is often the same as many others, which then need compiling once.
 */
export function checkableSchema(schema: Schema, patterns: PatternJudge): Schema {
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] =>
    isText(keyword) ? [] : checkableKeyword(keyword, value, patterns),
  );
  return opened(Object.fromEntries(entries), schema, patterns);
}

const isText = (keyword: string): boolean =>
  isExtension(keyword) ||
  (annotationKeywords.has(keyword) && keyword !== 'readOnly' && keyword !== 'writeOnly');

function checkableKeyword(keyword: string, value: unknown, patterns: PatternJudge): [string, unknown][] {
  const strip = (part: unknown): unknown => (isObject(part) ? checkableSchema(part, patterns) : part);
  if (keyword === 'pattern' && typeof value === 'string')
    return isRisky(value, patterns) ? [] : [[keyword, value]];
  if (keyword === 'patternProperties' && isObject(value)) {
    const safe = Object.entries(value).filter(([pattern]) => !isRisky(pattern, patterns));
    return [[keyword, Object.fromEntries(safe.map(([pattern, part]) => [pattern, strip(part)]))]];
  }
  if (schemaKeywords.has(keyword)) return [[keyword, strip(value)]];
  if (schemaListKeywords.has(keyword) && Array.isArray(value)) return [[keyword, value.map(strip)]];
  if (schemaMapKeywords.has(keyword) && isObject(value)) {
    const parts = Object.entries(value).map(([name, part]) => [name, strip(part)]);
    return [[keyword, Object.fromEntries(parts)]];
  }
  return [[keyword, value]];
}

const isRisky = (pattern: string, patterns: PatternJudge): boolean => patterns.judge(pattern).kind !== 'safe';

/** Names that only a removed pattern admitted must not become forbidden. */
function opened(stripped: Record<string, unknown>, schema: object, patterns: PatternJudge): Schema {
  const written = Object.entries(schema).find(([keyword]) => keyword === 'patternProperties')?.[1];
  const hasRisky = isObject(written) && Object.keys(written).some((pattern) => isRisky(pattern, patterns));
  if (!hasRisky) return stripped;
  const { additionalProperties: _, unevaluatedProperties: __, ...open } = stripped;
  return open;
}
