import type { Definitions, Schema, SchemaObject } from '@plumbline/json-schema';
import { isObject } from '../json-object.ts';
import { inPlaceKeywords } from './schema-keywords.ts';

/**
 * A schema that refers to itself about the same value (`A: {$ref: B}`, `B: {$ref: A}`) says nothing
 * and sends a validator round for ever. Recursion through a property or an item is fine.
 *
 * Reports each circle and opens it: the reference that closes it is taken out.
 */
export function breakSchemaCircles(
  schemas: ReadonlyMap<string, Schema>,
  report: (from: string, to: string) => void,
): Definitions {
  const opened = new Map(schemas);
  const finished = new Set<string>();
  for (const name of schemas.keys()) {
    for (const { from, to } of circlesFrom(name, opened, finished)) {
      report(from, to);
      opened.set(from, withoutInPlaceReference(opened.get(from) ?? true, to));
    }
  }
  return Object.fromEntries(opened);
}

/** Depth-first without recursion: the depth is the hostile document's to choose. */
function circlesFrom(
  start: string,
  schemas: ReadonlyMap<string, Schema>,
  finished: Set<string>,
): { from: string; to: string }[] {
  const circles: { from: string; to: string }[] = [];
  const onPath = new Set<string>();
  const stack: { name: string; next: Iterator<string> }[] = [];
  const open = (name: string) => {
    onPath.add(name);
    stack.push({ name, next: inPlaceReferences(schemas.get(name) ?? true).values() });
  };
  if (!finished.has(start)) open(start);

  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const { value: target, done } = top.next.next();
    if (done) {
      stack.pop();
      onPath.delete(top.name);
      finished.add(top.name);
    } else if (onPath.has(target)) {
      circles.push({ from: top.name, to: target });
    } else if (!finished.has(target) && schemas.has(target)) {
      open(target);
    }
  }
  return circles;
}

function withoutInPlaceReference(schema: unknown, name: string): Schema {
  if (!isObject(schema)) return schema !== false;
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (keyword === '$ref' && value === `#/$defs/${name}`) return [];
    if (keyword === '$ref' || !isInPlace(keyword)) return [[keyword, value]];
    if (Array.isArray(value)) return [[keyword, value.map((item) => withoutInPlaceReference(item, name))]];
    if (keyword !== 'dependentSchemas' || !isObject(value)) {
      return [[keyword, withoutInPlaceReference(value, name)]];
    }
    const dependents = Object.entries(value).map(([key, item]) => [key, withoutInPlaceReference(item, name)]);
    return [[keyword, Object.fromEntries(dependents)]];
  });
  return Object.fromEntries(entries);
}

const isInPlace = (keyword: string): boolean => inPlaceKeywords.some((known) => known === keyword);

/** Names of the schemas that must hold for the same value. */
function inPlaceReferences(schema: Schema): Set<string> {
  const names = new Set<string>();
  const waiting: unknown[] = [schema];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isObject(next)) continue;
    for (const keyword of inPlaceKeywords) collectInPlace(next, keyword, { names, waiting });
  }
  return names;
}

function collectInPlace(
  schema: SchemaObject,
  keyword: (typeof inPlaceKeywords)[number],
  { names, waiting }: { names: Set<string>; waiting: unknown[] },
): void {
  const value = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
  if (keyword === '$ref' && typeof value === 'string') names.add(value.replace('#/$defs/', ''));
  else if (keyword === 'dependentSchemas' && isObject(value)) waiting.push(...Object.values(value));
  else if (Array.isArray(value)) waiting.push(...value);
  else waiting.push(value ?? true);
}
