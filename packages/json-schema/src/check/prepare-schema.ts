import { isAssertedFormat } from '../formats/formats.ts';
import { unescapeToken } from '../json-pointer.ts';
import { isObject } from '../json-values.ts';
import {
  inPlaceKeywords,
  plainKeywords,
  schemaListKeywords,
  schemaMapKeywords,
  singleSchemaKeywords,
} from '../keywords.ts';
import type { Definitions, Schema, SchemaObject } from '../schema.ts';
import { definitionKey, safeReference } from './definition-key.ts';
import { compileDiscriminator, definitionName } from './discriminator.ts';
import { Inheritance } from './inheritance.ts';
import { exemptProperties, type Projection, type ProjectionReach } from './projection.ts';

/** A schema as the compiler takes it, and the shared schemas it refers to by key. */
export interface PreparedSchema {
  readonly schema: Schema;
  readonly references: readonly DefinitionReference[];
  /** Whether `unevaluatedProperties` or `unevaluatedItems` occurs in it. */
  readonly tracksEvaluation: boolean;
  readonly hasDynamicRefs: boolean;
}

/** A shared schema: as it stands, or as a base of which one of the descendants is meant. */
export interface DefinitionReference {
  readonly name: string;
  readonly variant: 'plain' | 'descendants';
  /** Undefined when the schema is the same under every projection. */
  readonly projection: Projection | undefined;
}

interface Walk {
  /** The definition that is being prepared, for which a base is not meant polymorphically. */
  readonly owner: string | undefined;
  /** `$defs` of the schema itself, which hide shared ones of the same name. */
  readonly localDefinitions: ReadonlySet<string>;
  readonly references: Map<string, DefinitionReference>;
  tracksEvaluation: boolean;
  hasDynamicRefs: boolean;
}

/** What the schemas around one say about it. */
interface Position {
  /** False inside of a schema with an `$id`, whose `#/…` means something else. */
  readonly isInRootResource: boolean;
  /** Properties a `required` further up exempts, when the schema looks at the same value. */
  readonly exempt: ReadonlySet<string>;
  /** Definitions copied in place on the way here. */
  readonly copied: readonly string[];
}

const outermost: Position = { isInRootResource: true, exempt: new Set(), copied: [] };

/**
 * Rewrites schemas for the compiler: references to shared schemas become keys, so that each is compiled once;
 * annotations are left out; unknown formats are not asserted; `discriminator` is resolved; the projection is
 * applied to `required`.
 */
export class SchemaPreparation {
  readonly #definitions: Definitions;
  readonly #projection: Projection | undefined;
  readonly #inheritance: Inheritance;
  readonly #reach: ProjectionReach;

  constructor(definitions: Definitions, projection: Projection | undefined, reach: ProjectionReach) {
    this.#definitions = definitions;
    this.#projection = projection;
    this.#inheritance = new Inheritance(definitions);
    this.#reach = reach;
  }

  /** Prepares a schema of its own. */
  prepare(schema: Schema): PreparedSchema {
    return this.#run(schema, undefined);
  }

  /** Prepares a shared schema. */
  prepareDefinition({ name, variant }: Omit<DefinitionReference, 'projection'>): PreparedSchema {
    const schema = this.#definitions[name] ?? false;
    if (variant === 'plain') return this.#run(schema, name);
    return this.#run(this.#withDescendants(name, schema), name);
  }

  /** `name` or one of its descendants, told apart by the discriminator of `name`. */
  #withDescendants(name: string, base: Schema): Schema {
    const names = [...this.#inheritance.descendantsOf(name), name];
    const oneOf = names.map((branch) => ({ $ref: `#/$defs/${pointerToken(branch)}` }));
    return { oneOf, discriminator: isObject(base) ? base.discriminator : undefined };
  }

  #run(schema: Schema, owner: string | undefined): PreparedSchema {
    const walk: Walk = {
      owner,
      localDefinitions: new Set(isObject(schema) && isObject(schema.$defs) ? Object.keys(schema.$defs) : []),
      references: new Map(),
      tracksEvaluation: false,
      hasDynamicRefs: false,
    };
    const prepared = this.#schema(schema, walk, outermost);
    return { ...walk, schema: prepared, references: [...walk.references.values()] };
  }

  #schema(schema: unknown, walk: Walk, position: Position): Schema {
    if (typeof schema === 'boolean') return schema;
    // Anything else is left to the compiler, which says what is wrong with it.
    if (!isObject(schema)) return schema as unknown as Schema;
    const isInRootResource =
      position.isInRootResource && (position === outermost || schema.$id === undefined);
    const own = this.#projection
      ? exemptProperties(schema, this.#definitions, this.#projection)
      : position.exempt;
    const exempt = position.exempt.size > 0 ? own.union(position.exempt) : own;
    const inner: Position = { ...position, isInRootResource, exempt };
    const entries = Object.entries(schema).flatMap(([keyword, value]) =>
      this.#keyword({ keyword, value, schema, walk, position: inner }),
    );
    return moveProtoProperty(Object.fromEntries(entries));
  }

  #keyword(at: KeywordAt): readonly (readonly [string, unknown])[] {
    const { keyword, value, schema, walk, position } = at;
    const below = inPlaceKeywords.has(keyword) ? position : { ...position, exempt: outermost.exempt };
    const prepare = (part: unknown) => this.#schema(part, walk, below);
    if (keyword.startsWith('unevaluated')) walk.tracksEvaluation = true;
    if (keyword === '$dynamicRef') walk.hasDynamicRefs = true;
    if (singleSchemaKeywords.has(keyword)) return [[keyword, prepare(value)]];
    if (schemaListKeywords.has(keyword)) {
      return [[keyword, Array.isArray(value) ? value.map(prepare) : value]];
    }
    if (schemaMapKeywords.has(keyword)) {
      return [[keyword, isObject(value) ? mapMembers(value, prepare) : value]];
    }
    if (keyword === 'discriminator') return this.#discriminator(value, schema);
    if (keyword === 'writeOnly') return this.#projection === 'response' ? [[keyword, value === true]] : [];
    if (keyword === '$ref') return this.#reference(String(value), at);
    if (!plainKeywords.has(keyword)) return [];
    return this.#plain(at);
  }

  #plain({ keyword, value, position }: KeywordAt): readonly (readonly [string, unknown])[] {
    switch (keyword) {
      case 'format':
        return typeof value === 'string' && !isAssertedFormat(value) ? [] : [[keyword, value]];
      case 'required':
        if (!Array.isArray(value)) return [[keyword, value]];
        return [[keyword, value.filter((name) => !position.exempt.has(name))]];
      case '$id':
      case '$dynamicRef':
        return [[keyword, safeReference(String(value))]];
      default:
        return [[keyword, value]];
    }
  }

  #discriminator(value: unknown, schema: SchemaObject): readonly (readonly [string, unknown])[] {
    const branches = schema.oneOf ?? schema.anyOf;
    // Beside both keywords it is not said which one is meant.
    if (!Array.isArray(branches) || (schema.oneOf && schema.anyOf)) return [];
    const compiled = compileDiscriminator(value, branches, this.#definitions);
    return compiled ? [['discriminator', compiled]] : [];
  }

  #reference(reference: string, at: KeywordAt): readonly (readonly [string, unknown])[] {
    const { walk, position } = at;
    const shared = position.isInRootResource ? this.#sharedTarget(reference, walk) : undefined;
    if (!shared) return [['$ref', safeReference(reference)]];
    const { name, rest } = shared;
    const copy = rest === '' ? this.#copyForProjection(name, walk, position) : undefined;
    if (copy) return copy;
    const variant = rest === '' && this.#meansDescendants(name, walk) ? 'descendants' : 'plain';
    const isAffected = this.#projection && this.#reach.isAffected(name, this.#projection);
    const target = { name, variant, projection: isAffected ? this.#projection : undefined } as const;
    const key = definitionKey(target);
    walk.references.set(key, target);
    return [['$ref', rest === '' ? key : `${key}#${safeReference(rest)}`]];
  }

  #sharedTarget(reference: string, walk: Walk): { name: string; rest: string } | undefined {
    const match = /^#\/\$defs\/([^/]*)(.*)$/su.exec(reference);
    if (!match) return undefined;
    const name = unescapeToken(match[1] ?? '');
    if (walk.owner === undefined && walk.localDefinitions.has(name)) return undefined;
    return Object.hasOwn(this.#definitions, name) ? { name, rest: match[2] ?? '' } : undefined;
  }

  /** A base means one of its descendants, except in a descendant that takes it up, and in itself. */
  #meansDescendants(name: string, walk: Walk): boolean {
    const descendants = this.#inheritance.descendantsOf(name);
    if (descendants.length === 0) return false;
    return walk.owner !== name && !(walk.owner !== undefined && descendants.includes(walk.owner));
  }

  /**
   * A shared schema that requires what the schema around it marks `readOnly` (or `writeOnly`) is copied in place,
   * because it is another schema there. Undefined when it is the same.
   */
  #copyForProjection(
    name: string,
    walk: Walk,
    position: Position,
  ): readonly (readonly [string, unknown])[] | undefined {
    const target = this.#definitions[name];
    if (!this.#projection || !isObject(target) || position.copied.includes(name)) return undefined;
    const inherited = position.exempt.difference(
      exemptProperties(target, this.#definitions, this.#projection),
    );
    if (inherited.size === 0 || !this.#requiresAny(target, inherited, [name])) return undefined;
    const copied = [...position.copied, name];
    return [['allOf', [this.#schema(target, walk, { isInRootResource: true, exempt: inherited, copied })]]];
  }

  #requiresAny(schema: unknown, names: ReadonlySet<string>, visited: readonly string[]): boolean {
    if (!isObject(schema)) return false;
    const required = schema.required;
    if (Array.isArray(required) && required.some((name) => names.has(name))) return true;
    const target = definitionName(schema);
    if (target !== undefined && !visited.includes(target) && Object.hasOwn(this.#definitions, target)) {
      if (this.#requiresAny(this.#definitions[target], names, [...visited, target])) return true;
    }
    return ['allOf', 'anyOf', 'oneOf'].some((keyword) => {
      const parts = schema[keyword];
      return Array.isArray(parts) && parts.some((part) => this.#requiresAny(part, names, visited));
    });
  }
}

interface KeywordAt {
  readonly keyword: string;
  readonly value: unknown;
  readonly schema: SchemaObject;
  readonly walk: Walk;
  readonly position: Position;
}

/** The compiler skips a property called `__proto__`; as a pattern it is checked like any other. */
function moveProtoProperty(schema: Record<string, unknown>): SchemaObject {
  const properties = schema.properties;
  if (!isObject(properties) || !Object.hasOwn(properties, '__proto__')) return schema;
  const { ['__proto__']: proto, ...others } = properties;
  const patterns = isObject(schema.patternProperties) ? schema.patternProperties : {};
  return { ...schema, properties: others, patternProperties: { ...patterns, '^__proto__$': proto } };
}

function mapMembers(members: Readonly<Record<string, unknown>>, prepare: (part: unknown) => Schema) {
  // fromEntries defines members, so that the name `__proto__` is one like any other.
  return Object.fromEntries(Object.entries(members).map(([name, part]) => [name, prepare(part)]));
}

function pointerToken(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}
