import { isObject } from '../json-values.ts';
import type { Definitions } from '../schema.ts';
import { definitionName } from './discriminator.ts';

/** What a value is checked as: sent to a server, or sent by it. */
export type Projection = 'request' | 'response';

const followDepth = 16;

/**
 * The properties that a projection does not ask for: `readOnly` ones in a request, `writeOnly` ones in a response,
 * as declared by the schema itself, by what it refers to and by its `allOf`.
 */
export function exemptProperties(
  schema: unknown,
  definitions: Definitions,
  projection: Projection,
): ReadonlySet<string> {
  const found = new Set<string>();
  collect(schema, { definitions, flag: flagOf(projection), found }, 0);
  return found;
}

type Flag = 'readOnly' | 'writeOnly';

interface Search {
  readonly definitions: Definitions;
  readonly flag: Flag;
  readonly found: Set<string>;
}

function flagOf(projection: Projection): Flag {
  return projection === 'request' ? 'readOnly' : 'writeOnly';
}

function collect(schema: unknown, search: Search, depth: number): void {
  if (!isObject(schema) || depth > followDepth) return;
  if (isObject(schema.properties)) {
    for (const [name, property] of Object.entries(schema.properties)) {
      if (isFlagged(property, search, depth + 1)) search.found.add(name);
    }
  }
  collect(referenced(schema, search), search, depth + 1);
  for (const part of allOf(schema)) collect(part, search, depth + 1);
}

function isFlagged(schema: unknown, search: Search, depth: number): boolean {
  if (!isObject(schema) || depth > followDepth) return false;
  if (schema[search.flag] === true) return true;
  if (isFlagged(referenced(schema, search), search, depth + 1)) return true;
  return allOf(schema).some((part) => isFlagged(part, search, depth + 1));
}

function referenced(schema: Readonly<Record<string, unknown>>, search: Search): unknown {
  const name = definitionName(schema);
  return name !== undefined && Object.hasOwn(search.definitions, name) ? search.definitions[name] : undefined;
}

function allOf(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(schema.allOf) ? schema.allOf : [];
}

/** Which shared schemas mean something else under a projection; the others are compiled once for all. */
export class ProjectionReach {
  readonly #definitions: Definitions;
  readonly #uses = new Map<string, Uses>();
  readonly #affected = new Map<string, boolean>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** Whether the schema, or one it reaches, carries the projection's flag. */
  isAffected(name: string, projection: Projection): boolean {
    const key = `${projection} ${name}`;
    const known = this.#affected.get(key);
    if (known !== undefined) return known;
    const answer = this.#search(name, flagOf(projection));
    this.#affected.set(key, answer);
    return answer;
  }

  #search(start: string, flag: Flag): boolean {
    const visited = new Set([start]);
    for (const name of visited) {
      const uses = this.#usesOf(name);
      if (uses.flags.has(flag)) return true;
      for (const reference of uses.references) visited.add(reference);
    }
    return false;
  }

  #usesOf(name: string): Uses {
    const known = this.#uses.get(name);
    if (known) return known;
    const uses: Uses = { flags: new Set(), references: new Set() };
    collectUses(Object.hasOwn(this.#definitions, name) ? this.#definitions[name] : undefined, uses);
    this.#uses.set(name, uses);
    return uses;
  }
}

interface Uses {
  readonly flags: Set<Flag>;
  readonly references: Set<string>;
}

/** Looks at every value below, so it may find a flag in an example too: then a schema is compiled once more. */
function collectUses(value: unknown, uses: Uses): void {
  if (Array.isArray(value)) {
    for (const item of value) collectUses(item, uses);
  } else if (isObject(value)) {
    if (value.readOnly === true) uses.flags.add('readOnly');
    if (value.writeOnly === true) uses.flags.add('writeOnly');
    const reference = value.$ref;
    const name =
      typeof reference === 'string'
        ? definitionName({ $ref: reference.split('/').slice(0, 3).join('/') })
        : undefined;
    if (name !== undefined) uses.references.add(name);
    for (const member of Object.values(value)) collectUses(member, uses);
  }
}
