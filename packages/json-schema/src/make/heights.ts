import { definitionName } from '../check/discriminator.ts';
import { isObject } from '../json-values.ts';
import type { Definitions, Schema } from '../schema.ts';

/**
 * How deeply the smallest value of a schema nests; infinite when every value would contain another of itself.
 * It decides which branch ends a recursion.
 */
export class Heights {
  readonly #definitions: Definitions;
  readonly #known = new Map<string, number>();
  readonly #inline = new WeakMap<object, number>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    this.#settle();
  }

  of(schema: unknown): number {
    if (!isObject(schema)) return 0;
    const known = this.#inline.get(schema);
    if (known !== undefined) return known;
    const height = this.#measure(schema);
    this.#inline.set(schema, height);
    return height;
  }

  /** Heights of shared schemas depend on each other: they sink from infinity until nothing changes. */
  #settle(): void {
    let hasChanged = true;
    while (hasChanged) {
      hasChanged = false;
      for (const [name, schema] of Object.entries(this.#definitions)) {
        const height = this.#measure(schema);
        if (height < (this.#known.get(name) ?? Number.POSITIVE_INFINITY)) {
          this.#known.set(name, height);
          hasChanged = true;
        }
      }
    }
  }

  #measure(schema: unknown): number {
    if (!isObject(schema)) return 0;
    if ('const' in schema || 'enum' in schema) return 0;
    const name = definitionName(schema);
    const parts = [
      name === undefined || !Object.hasOwn(this.#definitions, name)
        ? 0
        : (this.#known.get(name) ?? Number.POSITIVE_INFINITY),
      ...listOf(schema.allOf).map((part) => this.#measure(part)),
      this.#lowest(schema.oneOf),
      this.#lowest(schema.anyOf),
      this.#ownHeight(schema),
    ];
    return Math.max(...parts);
  }

  #lowest(branches: unknown): number {
    const heights = listOf(branches).map((branch) => this.#measure(branch));
    return heights.length === 0 ? 0 : Math.min(...heights);
  }

  /** What the schema's own `properties` and `items` ask for at least. */
  #ownHeight(schema: Readonly<Record<string, unknown>>): number {
    const types = [schema.type ?? []].flat();
    const object = types.length === 0 || types.includes('object') ? this.#objectHeight(schema) : 0;
    const array = types.length === 0 || types.includes('array') ? this.#arrayHeight(schema) : 0;
    // A value of another type has no members.
    const isForced =
      types.length === 1 ||
      (types.length === 0 && (isObject(schema.properties) || schema.items !== undefined));
    return isForced ? Math.max(object, array) : 0;
  }

  #objectHeight(schema: Readonly<Record<string, unknown>>): number {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = listOf(schema.required).filter((name) => typeof name === 'string');
    const heights = required.map((name) =>
      Object.hasOwn(properties, name) ? this.#measure(properties[name]) : 0,
    );
    return heights.length === 0 ? 0 : 1 + Math.max(...heights);
  }

  #arrayHeight(schema: Readonly<Record<string, unknown>>): number {
    if (typeof schema.minItems !== 'number' || schema.minItems === 0) return 0;
    return 1 + this.#measure((schema.items ?? true) as Schema);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
