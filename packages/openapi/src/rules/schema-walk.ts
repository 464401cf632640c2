import { schemaListKeywords, schemaMapKeywords } from '@plumbline/json-schema/keywords';
import { isObject } from '../json-object.ts';
import { child, itemsOf, membersOf, type Node } from '../model/node.ts';
import { schemaKeywords } from '../model/schema-keywords.ts';

/** Every schema at or inside the given ones, each once, as written. References are not followed. */
export function everySchema(roots: readonly Node[]): readonly Node[] {
  const seen = new Map<string, Node>();
  const waiting = [...roots].reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (!isObject(next.value) || seen.has(next.pointer)) continue;
    seen.set(next.pointer, next);
    waiting.push(...schemasInside(next).toReversed());
  }
  return [...seen.values()];
}

const schemasInside = (schema: Node): readonly Node[] =>
  membersOf(schema).flatMap(([keyword, node]) => {
    if (keyword === 'items' && Array.isArray(node.value)) return itemsOf(node);
    if (schemaKeywords.has(keyword)) return [child(schema, keyword)];
    if (schemaListKeywords.has(keyword)) return itemsOf(node);
    return schemaMapKeywords.has(keyword) ? membersOf(node).map(([, part]) => part) : [];
  });
