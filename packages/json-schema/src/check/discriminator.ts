import { decodeToken } from '../json-pointer.ts';
import { isObject } from '../json-values.ts';
import type { Definitions, Schema } from '../schema.ts';

/** A `discriminator` whose property values are resolved to branches of the `anyOf` or `oneOf` beside it. */
export interface CompiledDiscriminator {
  readonly propertyName: string;
  /** Value of the property → index of the branch. */
  readonly branches: ReadonlyMap<string, number>;
  /** Whether any other value of the property is a problem: every branch for objects is named by its values. */
  readonly isClosed: boolean;
}

/** Tells a resolved discriminator from one as a document wrote it. */
export function isCompiledDiscriminator(value: unknown): value is CompiledDiscriminator {
  return isObject(value) && value.branches instanceof Map;
}

/**
 * Resolves a Discriminator Object (OpenAPI 3.1, section 4.8.25) against the branches beside it.
 *
 * A value names a branch through `mapping`, through a `const` or `enum` of the property in the branch, or through
 * the name of the schema the branch refers to, in that order. A value that names several branches selects none:
 * then all are tried, as without discriminator. So they are when the property is missing or the value is no object.
 *
 * @returns undefined when the discriminator selects nothing.
 */
export function compileDiscriminator(
  discriminator: unknown,
  branches: readonly Schema[],
  definitions: Definitions,
): CompiledDiscriminator | undefined {
  if (!isObject(discriminator) || typeof discriminator.propertyName !== 'string') return undefined;
  const propertyName = discriminator.propertyName;
  const mapping = isObject(discriminator.mapping) ? discriminator.mapping : {};
  const names = branches.map(definitionName);
  const selected = new Map<string, number>();
  for (const [value, target] of Object.entries(mapping)) {
    const index = typeof target === 'string' ? names.indexOf(mappedName(target)) : -1;
    if (index >= 0) selected.set(value, index);
  }
  const tags = branches.map((branch) => tagValues(branch, propertyName, definitions));
  const isAmbiguous = addUnambiguous(selected, tags);
  addUnambiguous(
    selected,
    names.map((name) => (name === undefined ? [] : [name])),
  );
  if (selected.size === 0) return undefined;
  const named = new Set(selected.values());
  const isClosed =
    !isAmbiguous &&
    branches.every(
      (branch, index) => named.has(index) || tags[index] !== undefined || !admitsObjects(branch),
    );
  return { propertyName, branches: selected, isClosed };
}

/** The name a `$ref` to a shared schema ends in. */
export function definitionName(schema: Schema | undefined): string | undefined {
  const reference = isObject(schema) ? schema.$ref : undefined;
  if (typeof reference !== 'string' || !reference.startsWith('#/$defs/')) return undefined;
  const token = reference.slice('#/$defs/'.length);
  return token.includes('/') ? undefined : decodeToken(token);
}

/** `mapping` holds a schema's name or a reference to it. */
function mappedName(target: string): string {
  if (!target.includes('#')) return target;
  return decodeToken(target.slice(target.lastIndexOf('/') + 1));
}

/** Adds the values that name one branch only; true when some value names several. */
function addUnambiguous(
  selected: Map<string, number>,
  candidates: readonly (readonly string[] | undefined)[],
): boolean {
  const found = new Map<string, number[]>();
  for (const [index, values] of candidates.entries()) {
    for (const value of new Set(values ?? [])) found.set(value, [...(found.get(value) ?? []), index]);
  }
  for (const [value, [index, ...others]] of found) {
    if (index !== undefined && others.length === 0 && !selected.has(value)) selected.set(value, index);
  }
  return [...found].some(([value, indexes]) => indexes.length > 1 && !selected.has(value));
}

/** How far references and nested unions are followed in search of the property. */
const searchDepth = 8;

/** The values a branch admits for the property, as far as `const` and `enum` tell; undefined when they do not. */
function tagValues(
  branch: Schema | undefined,
  propertyName: string,
  definitions: Definitions,
  depth = 0,
): readonly string[] | undefined {
  if (!isObject(branch) || depth > searchDepth) return undefined;
  const next = (schema: unknown) => tagValues(toSchema(schema), propertyName, definitions, depth + 1);
  const own = isObject(branch.properties) ? ownMember(branch.properties, propertyName) : undefined;
  const direct = literalValues(own, definitions);
  if (direct) return direct;
  const target = definitionName(branch);
  const referenced = target === undefined ? undefined : ownMember(definitions, target);
  const fromReference = referenced === undefined ? undefined : next(referenced);
  if (fromReference) return fromReference;
  for (const part of listOf(branch.allOf)) {
    const values = next(part);
    if (values) return values;
  }
  return valuesOfUnion(branch, next);
}

function valuesOfUnion(
  branch: Readonly<Record<string, unknown>>,
  next: (schema: unknown) => readonly string[] | undefined,
): readonly string[] | undefined {
  const parts = [...listOf(branch.oneOf), ...listOf(branch.anyOf)];
  if (parts.length === 0) return undefined;
  const values = parts.map(next);
  return values.every((value) => value !== undefined) ? values.flat() : undefined;
}

function literalValues(schema: unknown, definitions: Definitions, depth = 0): readonly string[] | undefined {
  if (!isObject(schema) || depth > searchDepth) return undefined;
  if (typeof schema.const === 'string') return [schema.const];
  const values = schema.enum;
  if (Array.isArray(values) && values.every((value) => typeof value === 'string')) return values;
  const target = definitionName(schema);
  return target === undefined
    ? undefined
    : literalValues(ownMember(definitions, target), definitions, depth + 1);
}

function admitsObjects(schema: Schema): boolean {
  if (!isObject(schema)) return schema !== false;
  const type = schema.type;
  return type === undefined || [type].flat().includes('object');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function toSchema(value: unknown): Schema | undefined {
  return typeof value === 'boolean' || isObject(value) ? value : undefined;
}

function ownMember(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
