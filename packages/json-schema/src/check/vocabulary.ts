import type { CodeKeywordDefinition, KeywordDefinition, Vocabulary } from 'ajv/dist/core.js';
import draft2020Module from 'ajv/dist/vocabularies/draft2020.js';
import { defaultExport } from './default-export.ts';
import { withConditionalEvaluation, withCountedItems } from './evaluation.ts';
import { withBoundedLoops, withSilentItems } from './loop-bounds.ts';
import { unionKeyword } from './union-keyword.ts';
import { valueKeywords, writeOnlyKeyword } from './value-keywords.ts';

const loopKeywords: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
]);

const ownKeywords: ReadonlyMap<string, CodeKeywordDefinition> = new Map(
  [unionKeyword('anyOf'), unionKeyword('oneOf'), ...valueKeywords].flatMap((definition) =>
    [definition.keyword].flat().map((keyword): [string, CodeKeywordDefinition] => [keyword, definition]),
  ),
);

/**
 * The vocabularies of 2020-12 in Ajv's order, which is the order of evaluation, with our keywords in the places
 * of those they replace. `writeOnly` asserts; only schemas prepared for a response carry it.
 */
export function vocabularies(): readonly Vocabulary[] {
  return defaultExport(draft2020Module).map(adaptVocabulary);
}

function adaptVocabulary(vocabulary: Vocabulary): Vocabulary {
  const adapted = vocabulary.map((keyword) => {
    if (keyword === 'writeOnly') return writeOnlyKeyword;
    return typeof keyword === 'string' ? keyword : adaptKeyword(keyword);
  });
  return [...new Set(adapted)];
}

function adaptKeyword(definition: KeywordDefinition): KeywordDefinition {
  const name = String([definition.keyword].flat()[0]);
  const own = ownKeywords.get(name);
  if (own) return own;
  if (!('code' in definition)) return definition;
  if (name === 'if') return withConditionalEvaluation(definition);
  if (name === 'unevaluatedItems') return withBoundedLoops(withCountedItems(definition));
  if (loopKeywords.has(name)) return withBoundedLoops(definition);
  return name === 'contains' ? withSilentItems(definition) : definition;
}
