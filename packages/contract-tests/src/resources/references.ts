import type { Definitions, Schema } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';
import { dereference } from '../plan/constraints.ts';
import { jsonBody } from '../plan/requests.ts';
import type { ResourceMap } from './resource-map.ts';

/** A part of a request, beside the path, that names a thing of a collection: `websiteId`, `website_id`, `websiteIds`. */
export interface Reference {
  readonly in: 'body' | 'query';
  /** The property or parameter. */
  readonly name: string;
  readonly collection: string;
}

/** The references of an operation, each name once; those of a body at any depth. */
export function referencesOf(
  map: ResourceMap,
  operation: Operation,
  definitions: Definitions,
): readonly Reference[] {
  const inQuery = operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name);
  const inBody = new Set<string>();
  collectNames(jsonBody(operation)?.schema ?? true, {
    definitions,
    depth: 0,
    entered: new Set(),
    found: inBody,
  });
  const toReferences = (location: Reference['in'], names: Iterable<string>): readonly Reference[] =>
    [...names].flatMap((name) => {
      const collection = referenceTo(map, name);
      return collection === undefined ? [] : [{ in: location, name, collection }];
    });
  return [...toReferences('query', inQuery), ...toReferences('body', inBody)];
}

/** The collection that a property's or parameter's name tells by its ending. */
export function referenceTo(map: ResourceMap, name: string): string | undefined {
  const [, stem] = /^(.*[a-z0-9])(?:_ids?|Ids?|IDs?)$/.exec(name) ?? [];
  return stem === undefined ? undefined : map.collectionNamed(stem);
}

/** Properties further down are left out. */
const maxDepth = 8;

interface Walk {
  readonly definitions: Definitions;
  readonly depth: number;
  readonly entered: ReadonlySet<Schema>;
  readonly found: Set<string>;
}

function collectNames(schema: Schema, at: Walk): void {
  const target = dereference(schema, at.definitions);
  if (typeof target === 'boolean' || at.depth > maxDepth || at.entered.has(target)) return;
  const inner = { ...at, depth: at.depth + 1, entered: new Set([...at.entered, target]) };
  for (const [name, property] of Object.entries(asRecord(target.properties))) {
    at.found.add(name);
    if (isSchema(property)) collectNames(property, inner);
  }
  for (const part of [target.items, ...[target.allOf, target.oneOf, target.anyOf].flat()]) {
    if (isSchema(part)) collectNames(part, inner);
  }
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  // A non-null object that is no array has string keys.
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
