import type { Breakage, Change } from './break/breakage.ts';
import { proposeChanges } from './break/changes.ts';
import { compileDiscriminator } from './check/discriminator.ts';
import type { Projection } from './check/projection.ts';
import type { CompiledCheck } from './compiled-check.ts';
import { toPointer } from './json-pointer.ts';
import { isObject } from './json-values.ts';
import { DeadEnd } from './make/dead-end.ts';
import { listOf, membersOf } from './make/facts.ts';
import { below, type Part, referenced } from './make/part.ts';
import { Random } from './make/random.ts';
import { type Workshop, workshopFor } from './make/workshop.ts';
import { toPattern } from './pattern/to-pattern.ts';
import type { Definitions, Schema } from './schema.ts';

export interface BreakOptions {
  /** The shared schemas that `#/$defs/<name>` points into. */
  readonly definitions: Definitions;
  /** Decides which items of long arrays are broken. The same seed gives the same breakages. An integer. */
  readonly seed: number;
  /** @default undefined: `readOnly` and `writeOnly` properties are plain ones */
  readonly projection?: Projection | undefined;
}

/** So many breakages are enough for one value. */
const mostBreakages = 500;
/** So many places of a value are visited at most. */
const mostPlaces = 2_000;
/** Of a list, the first item and one other are broken. */
const itemsBroken = 2;

/**
 * Makes invalid values next to a valid one: each with one change, as small as the keyword allows, at the top or further
 * down. Every one is checked: the schema refuses it.
 *
 * @param value a value the schema admits. From one it refuses nothing is made.
 * @returns in the order of the value and its schema; empty when the schema admits everything near the value.
 */
export function breakValue(schema: Schema, value: unknown, options: BreakOptions): Breakage[] {
  const workshop = workshopFor(options.definitions, options.projection);
  const check = workshop.checks.compile(schema);
  if (!check(value)) return [];
  const breaking = new Breaking(value, { workshop, check, random: new Random(options.seed) });
  breaking.visit({ schema, pointer: '', root: schema, owner: undefined }, []);
  return breaking.found;
}

interface Context {
  readonly workshop: Workshop;
  readonly check: CompiledCheck;
  readonly random: Random;
}

type Token = string | number;

class Breaking {
  readonly found: Breakage[] = [];
  readonly #value: unknown;
  readonly #context: Context;
  readonly #visited = new Set<string>();
  readonly #broken = new Set<string>();

  constructor(value: unknown, context: Context) {
    this.#value = value;
    this.#context = context;
  }

  /** Breaks the value at a place by the keywords of a schema, then what is below both. */
  visit(part: Part, path: readonly Token[]): void {
    const place = `${toPointer(path)} ${part.pointer}`;
    if (!isObject(part.schema) || this.#visited.has(place) || this.#visited.size > mostPlaces) return;
    this.#visited.add(place);
    const value = at(this.#value, path);
    for (const change of proposeChanges(part.schema, value)) this.#try(change, part, path);
    this.#visitInPlace(part, path, value);
    if (Array.isArray(value)) this.#visitItems(part, path, value);
    else if (isObject(value)) this.#visitMembers(part, path, value);
  }

  #visitInPlace(part: Part, path: readonly Token[], value: unknown): void {
    if (!isObject(part.schema)) return;
    const { $ref, allOf, if: condition } = part.schema;
    if (typeof $ref === 'string') {
      const target = this.#target(part, $ref);
      if (target) this.visit(target, path);
    }
    for (const [index, member] of listOf(allOf).entries())
      this.visit(below(part, member, 'allOf', index), path);
    for (const keyword of ['oneOf', 'anyOf'] as const) this.#visitUnion(part, path, value, keyword);
    if (condition !== undefined) {
      const branch = this.#admits(below(part, condition, 'if'), value) ? 'then' : 'else';
      if (part.schema[branch] !== undefined) this.visit(below(part, part.schema[branch], branch), path);
    }
    for (const [name, dependent] of membersOf(part.schema.dependentSchemas)) {
      if (isObject(value) && Object.hasOwn(value, name))
        this.visit(below(part, dependent, 'dependentSchemas', name), path);
    }
  }

  #target(part: Part, reference: string): Part | undefined {
    try {
      return referenced(part, reference, this.#context.workshop.definitions);
    } catch (error) {
      // A reference out of the document: what is behind it cannot be broken from here.
      if (error instanceof DeadEnd) return undefined;
      throw error;
    }
  }

  /** Breaks the branch the value is in; and the union itself by a value that is in none. */
  #visitUnion(part: Part, path: readonly Token[], value: unknown, keyword: 'oneOf' | 'anyOf'): void {
    if (!isObject(part.schema)) return;
    const branches = listOf(part.schema[keyword]);
    if (branches.length === 0) return;
    for (const [index, branch] of branches.entries()) {
      const inside = below(part, branch, keyword, index);
      if (this.#admits(inside, value)) this.visit(inside, path);
    }
    this.#breakDiscriminator(part, path, value, branches);
    for (const sample of [null, 'unexpected', 0, true, [], {}]) {
      this.#try(
        { keyword, description: `a value that no branch of ${keyword} admits`, value: sample },
        part,
        path,
      );
    }
  }

  #breakDiscriminator(
    part: Part,
    path: readonly Token[],
    value: unknown,
    branches: readonly unknown[],
  ): void {
    if (!isObject(part.schema) || !isObject(value)) return;
    const schemas = branches.filter(
      (branch): branch is Schema => typeof branch === 'boolean' || isObject(branch),
    );
    const discriminator = compileDiscriminator(
      part.schema.discriminator,
      schemas,
      this.#context.workshop.definitions,
    );
    if (!discriminator) return;
    const { propertyName } = discriminator;
    const unknown = 'unknown-variant';
    this.#try(
      {
        keyword: 'discriminator',
        description: `with an unknown variant in ${JSON.stringify(propertyName)}`,
        value: { ...value, [propertyName]: unknown },
      },
      part,
      path,
    );
  }

  #admits(part: Part, value: unknown): boolean {
    if (typeof part.schema === 'boolean') return part.schema;
    try {
      return this.#context.workshop.checks.compile(part.schema)(value);
    } catch {
      // It refers to its own document and cannot be compiled alone: it is taken to admit the value.
      return true;
    }
  }

  #visitItems(part: Part, path: readonly Token[], items: readonly unknown[]): void {
    if (!isObject(part.schema)) return;
    const prefix = listOf(part.schema.prefixItems);
    for (const [index, schema] of prefix.entries()) {
      if (index < items.length) this.visit(below(part, schema, 'prefixItems', index), [...path, index]);
    }
    const free = Array.from(items.keys()).slice(prefix.length);
    const chosen = free.length <= itemsBroken ? free : [free[0], this.#context.random.pick(free.slice(1))];
    for (const index of chosen) {
      if (index !== undefined && part.schema.items !== undefined)
        this.visit(below(part, part.schema.items, 'items'), [...path, index]);
    }
  }

  #visitMembers(part: Part, path: readonly Token[], object: Readonly<Record<string, unknown>>): void {
    if (!isObject(part.schema)) return;
    const properties = isObject(part.schema.properties) ? part.schema.properties : {};
    const patterns = membersOf(part.schema.patternProperties);
    for (const name of Object.keys(object)) {
      const isDeclared = Object.hasOwn(properties, name);
      if (isDeclared) this.visit(below(part, properties[name], 'properties', name), [...path, name]);
      const matching = patterns.filter(([source]) => toPattern(source).test(name));
      for (const [source, schema] of matching)
        this.visit(below(part, schema, 'patternProperties', source), [...path, name]);
      if (!isDeclared && matching.length === 0 && part.schema.additionalProperties !== undefined) {
        this.visit(below(part, part.schema.additionalProperties, 'additionalProperties'), [...path, name]);
      }
    }
  }

  /** Whether the check refuses the value, and for this keyword at this place. */
  #isRefusedFor(whole: unknown, keyword: string, instancePath: string): boolean {
    const { check } = this.#context;
    if (check(whole)) return false;
    return (check.errors ?? []).some((error) => {
      const name = error.params.discriminator === undefined ? error.keyword : 'discriminator';
      return name === keyword && error.instancePath === instancePath;
    });
  }

  /** Keeps a change when the whole value is refused, the first one of each keyword, place and description. */
  #try({ keyword, description, value }: Change, part: Part, path: readonly Token[]): void {
    if (this.found.length >= mostBreakages) return;
    const instancePath = toPointer(path);
    const schemaPath = `${part.pointer}/${keyword}`;
    const key = JSON.stringify([instancePath, schemaPath, description]);
    if (this.#broken.has(key)) return;
    const whole = replaceAt(this.#value, path, value);
    const same = JSON.stringify([instancePath, keyword, value]);
    if (this.#broken.has(same) || !this.#isRefusedFor(whole, keyword, instancePath)) return;
    this.#broken.add(key);
    this.#broken.add(same);
    this.found.push({ value: whole, keyword, instancePath, schemaPath, description });
  }
}

function at(value: unknown, path: readonly Token[]): unknown {
  let current = value;
  for (const token of path) {
    if (Array.isArray(current)) current = current[Number(token)];
    else current = isObject(current) ? current[token] : undefined;
  }
  return current;
}

function replaceAt(value: unknown, path: readonly Token[], replacement: unknown): unknown {
  const [token, ...rest] = path;
  if (token === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === Number(token) ? replaceAt(item, rest, replacement) : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === String(token) ? replaceAt(member, rest, replacement) : member,
    ]),
  );
}
