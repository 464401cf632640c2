import { isObject } from '../json-values.ts';
import type { Definitions, Schema } from '../schema.ts';
import { definitionName } from './discriminator.ts';

/**
 * OpenAPI's inheritance: a schema with a `discriminator` and no `oneOf` is a base, and the schemas that take it up
 * in `allOf` are its descendants (OpenAPI 3.1, "Models with Polymorphism Support").
 */
export class Inheritance {
  readonly #definitions: Definitions;
  readonly #children = new Map<string, string[]>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    for (const [name, schema] of Object.entries(definitions)) {
      for (const parent of parents(schema)) {
        this.#children.set(parent, [...(this.#children.get(parent) ?? []), name]);
      }
    }
  }

  /** The descendants of a base, in the order of the definitions; empty when the schema is no base. */
  descendantsOf(name: string): readonly string[] {
    const schema = Object.hasOwn(this.#definitions, name) ? this.#definitions[name] : undefined;
    if (!isObject(schema) || !isObject(schema.discriminator)) return [];
    if (schema.oneOf !== undefined || schema.anyOf !== undefined) return [];
    const found = new Set<string>();
    this.#collect(name, found);
    found.delete(name);
    return [...found];
  }

  #collect(name: string, found: Set<string>): void {
    for (const child of this.#children.get(name) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      this.#collect(child, found);
    }
  }
}

function parents(schema: Schema): readonly string[] {
  const members = isObject(schema) && Array.isArray(schema.allOf) ? schema.allOf : [];
  // A schema that only wraps one reference to describe it inherits nothing.
  if (members.length === 1 && isObject(schema) && !Object.hasOwn(schema, 'properties')) return [];
  return members.map((member) => definitionName(member)).filter((name) => name !== undefined);
}
