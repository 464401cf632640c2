import type { Schema } from '@plumbline/json-schema';
import { isObject } from '../model/node.ts';
import { schemaKeywords, schemaListKeywords, schemaMapKeywords } from '../model/schema-keywords.ts';
import type { PatternJudge } from './pattern-judge.ts';

/** The schema without the patterns that must not be run; it admits more, never less. */
export function withoutRiskyPatterns(schema: Schema, patterns: PatternJudge): Schema {
  if (!isObject(schema)) return schema;
  const strip = (value: unknown): unknown =>
    isObject(value) ? withoutRiskyPatterns(value, patterns) : value;
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (keyword === 'pattern')
      return typeof value === 'string' && isRisky(value, patterns) ? [] : [[keyword, value]];
    if (keyword === 'patternProperties' && isObject(value)) return [[keyword, safeOnes(value, patterns)]];
    if (schemaKeywords.has(keyword)) return [[keyword, strip(value)]];
    if (schemaListKeywords.has(keyword) && Array.isArray(value)) return [[keyword, value.map(strip)]];
    if (schemaMapKeywords.has(keyword) && isObject(value)) {
      return [
        [keyword, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, strip(part)]))],
      ];
    }
    return [[keyword, value]];
  });
  return opened(Object.fromEntries(entries), schema, patterns);
}

const isRisky = (pattern: string, patterns: PatternJudge): boolean => patterns.judge(pattern).kind !== 'safe';

const safeOnes = (properties: Readonly<Record<string, unknown>>, patterns: PatternJudge): object =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([pattern, part]) => {
      if (isRisky(pattern, patterns)) return [];
      return [[pattern, isObject(part) ? withoutRiskyPatterns(part, patterns) : part] as const];
    }),
  );

/** Names that only a removed pattern admitted must not become forbidden. */
function opened(stripped: Record<string, unknown>, schema: object, patterns: PatternJudge): Schema {
  const written = Object.entries(schema).find(([keyword]) => keyword === 'patternProperties')?.[1];
  const hasRisky = isObject(written) && Object.keys(written).some((pattern) => isRisky(pattern, patterns));
  if (!hasRisky) return stripped;
  const { additionalProperties: _, unevaluatedProperties: __, ...open } = stripped;
  return open;
}
