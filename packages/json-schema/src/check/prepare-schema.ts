import { isAssertedFormat } from '../formats/formats.ts';
import { InvalidSchema } from '../invalid-schema.ts';
import { decodeToken, escapeToken } from '../json-pointer.ts';
import { isObject } from '../json-values.ts';
import {
  inPlaceKeywords,
  plainKeywords,
  schemaListKeywords,
  schemaMapKeywords,
  singleSchemaKeywords,
} from '../keywords.ts';
import type { Definitions, Schema, SchemaObject } from '../schema.ts';
import { compileDiscriminator, definitionName } from './discriminator.ts';
import { Inheritance } from './inheritance.ts';
import { exemptProperties, type Projection, type ProjectionReach } from './projection.ts';
import { type DynamicScope, enterResource, type Place, type Resource, type Resources } from './resources.ts';
import { keyOf, type SchemaReference } from './schema-reference.ts';

/** A schema as the compiler takes it, and what it refers to by key. */
export interface PreparedSchema {
  readonly schema: Schema;
  readonly references: readonly SchemaReference[];
  /** Whether `unevaluatedProperties` or `unevaluatedItems` occurs in it. */
  readonly tracksEvaluation: boolean;
}

/** What is prepared: a schema in its resource, and from where it is entered. */
export interface Preparation {
  readonly place: Place;
  readonly scope: DynamicScope;
}

interface Walk {
  readonly owner: string | undefined;
  /** `$defs` of the schema itself, which hide shared ones of the same name. */
  readonly localDefinitions: ReadonlySet<string>;
  readonly references: Map<string, SchemaReference>;
  tracksEvaluation: boolean;
}

/** What the schemas around one say about it. */
interface Position {
  readonly resource: Resource;
  readonly scope: DynamicScope;
  /** Properties a `required` further up exempts, when the schema looks at the same value. */
  readonly exempt: ReadonlySet<string>;
  /** Definitions copied in place on the way here. */
  readonly copied: readonly string[];
  /** Whether an `unevaluatedItems` further up takes account of `contains` here. */
  readonly isContainsCounted: boolean;
}

const nothing: ReadonlySet<string> = new Set();

type Entries = readonly (readonly [string, unknown])[];

/** What one preparation works with. */
export interface PreparationContext {
  readonly definitions: Definitions;
  readonly projection: Projection | undefined;
  readonly reach: ProjectionReach;
  readonly resources: Resources;
}

/**
 * Rewrites schemas for the compiler. Every reference is resolved here and becomes a key, so that each schema is compiled
 * once and no identifier of a document reaches the compiler; annotations are left out; unknown formats are not
 * asserted; `discriminator` is resolved; the projection is applied to `required`.
 */
export class SchemaPreparation {
  readonly #definitions: Definitions;
  readonly #projection: Projection | undefined;
  readonly #inheritance: Inheritance;
  readonly #reach: ProjectionReach;
  readonly #resources: Resources;

  constructor({ definitions, projection, reach, resources }: PreparationContext) {
    this.#definitions = definitions;
    this.#projection = projection;
    this.#inheritance = new Inheritance(definitions);
    this.#reach = reach;
    this.#resources = resources;
  }

  prepare({ place, scope }: Preparation): PreparedSchema {
    const { document } = place.resource;
    const local = isObject(document.root) && document.owner === undefined ? document.root.$defs : undefined;
    const walk: Walk = {
      owner: document.owner,
      localDefinitions: new Set(isObject(local) ? Object.keys(local) : []),
      references: new Map(),
      tracksEvaluation: false,
    };
    const schema = this.#schema(place.schema, walk, {
      resource: place.resource,
      scope: enterResource(scope, place.resource),
      exempt: nothing,
      copied: [],
      isContainsCounted: false,
    });
    return { schema, references: [...walk.references.values()], tracksEvaluation: walk.tracksEvaluation };
  }

  /** `name` or one of its descendants, told apart by the discriminator of `name`. */
  withDescendants(name: string): SchemaObject {
    const base = this.#definitions[name];
    const names = [...this.#inheritance.descendantsOf(name), name];
    const oneOf = names.map((branch) => ({ $ref: `#/$defs/${pointerToken(branch)}` }));
    return { oneOf, discriminator: isObject(base) ? base.discriminator : undefined };
  }

  #schema(schema: unknown, walk: Walk, position: Position): Schema {
    if (typeof schema === 'boolean') return schema;
    // Anything else is left to the compiler, which says what is wrong with it.
    if (!isObject(schema)) return schema as unknown as Schema;
    const resource = this.#resources.resourceAt(schema, position.resource);
    const scope = enterResource(position.scope, resource);
    const own = this.#projection
      ? exemptProperties(schema, this.#definitions, this.#projection)
      : position.exempt;
    const exempt = position.exempt.size > 0 ? own.union(position.exempt) : own;
    const isContainsCounted = position.isContainsCounted || schema.unevaluatedItems !== undefined;
    const inner: Position = { ...position, resource, scope, exempt, isContainsCounted };
    const entries = Object.entries(schema).flatMap(([keyword, value]) =>
      this.#keyword({ keyword, value, schema, walk, position: inner }),
    );
    return this.#finish(Object.fromEntries(joinReferences(entries)), schema, inner);
  }

  #finish(prepared: SchemaObject, schema: SchemaObject, position: Position): SchemaObject {
    const extra: [string, unknown][] = [];
    // The compiler drops an `if` alone, but what it evaluates counts for `unevaluated…`.
    if (schema.if !== undefined && schema.then === undefined && schema.else === undefined) {
      const members = Array.isArray(prepared.allOf) ? prepared.allOf : [];
      extra.push(['allOf', [...members, { anyOf: [prepared.if, true] }]]);
    }
    if (schema.contains !== undefined && position.isContainsCounted) extra.push(['containsIsCounted', true]);
    if (schema.unevaluatedItems !== undefined) {
      const counted = countedContains(prepared);
      if (counted.length > 0)
        extra.push(['unevaluatedItems', { anyOf: [...counted, prepared.unevaluatedItems] }]);
    }
    return moveProtoProperty(extra.length > 0 ? { ...prepared, ...Object.fromEntries(extra) } : prepared);
  }

  #keyword(at: KeywordAt): Entries {
    const { keyword, value, schema, walk, position } = at;
    const isInPlace = inPlaceKeywords.has(keyword);
    const below: Position = {
      ...position,
      exempt: isInPlace ? position.exempt : nothing,
      isContainsCounted: keyword === 'allOf' && position.isContainsCounted,
    };
    const prepare = (part: unknown) => this.#schema(part, walk, below);
    if (keyword.startsWith('unevaluated')) walk.tracksEvaluation = true;
    // Every reference is a key by now, so what only references led to is not needed in place.
    if (keyword === '$defs' || keyword === 'definitions') return [];
    if (singleSchemaKeywords.has(keyword)) return [[keyword, prepare(value)]];
    if (schemaListKeywords.has(keyword))
      return [[keyword, Array.isArray(value) ? value.map(prepare) : value]];
    if (schemaMapKeywords.has(keyword))
      return [[keyword, isObject(value) ? mapMembers(value, prepare) : value]];
    if (keyword === 'discriminator') return this.#discriminator(value, schema);
    if (keyword === 'writeOnly') return this.#projection === 'response' ? [[keyword, value === true]] : [];
    if (keyword === '$ref') return this.#reference(String(value), at);
    if (keyword === '$dynamicRef') return this.#dynamicReference(String(value), at);
    return plainKeywords.has(keyword) ? plainEntries(at) : [];
  }

  #discriminator(value: unknown, schema: SchemaObject): Entries {
    const branches = schema.oneOf ?? schema.anyOf;
    // Beside both keywords it is not said which one is meant.
    if (!Array.isArray(branches) || (schema.oneOf && schema.anyOf)) return [];
    const compiled = compileDiscriminator(value, branches, this.#definitions);
    return compiled ? [['discriminator', compiled]] : [];
  }

  #reference(reference: string, at: KeywordAt): Entries {
    const { walk, position } = at;
    const shared = this.#sharedName(reference, walk, position);
    if (shared === undefined) return this.#toPlace(this.#resolve(reference, position), at);
    const copy = this.#copyForProjection(shared, walk, position);
    if (copy) return copy;
    const variant = this.#meansDescendants(shared, walk) ? 'descendants' : 'plain';
    const isAffected = this.#projection && this.#reach.isAffected(shared, this.#projection);
    const projection = isAffected ? this.#projection : undefined;
    return this.#refer(
      { kind: 'definition', name: shared, variant, projection, scope: position.scope },
      walk,
    );
  }

  #dynamicReference(reference: string, at: KeywordAt): Entries {
    const place = this.#resolve(reference, at.position);
    const name = decodeToken(reference.slice(reference.indexOf('#') + 1));
    const isDynamic = place.resource.dynamicAnchors.get(name)?.schema === place.schema;
    const redirected = isDynamic ? at.position.scope.get(name)?.dynamicAnchors.get(name) : undefined;
    return this.#toPlace(redirected ?? place, at);
  }

  #toPlace(place: Place, { walk, position }: KeywordAt): Entries {
    return this.#refer({ kind: 'place', place, projection: this.#projection, scope: position.scope }, walk);
  }

  #refer(target: SchemaReference, walk: Walk): Entries {
    const key = keyOf(target);
    walk.references.set(key, target);
    return [['$ref', key]];
  }

  #resolve(reference: string, position: Position): Place {
    const place =
      this.#resources.resolve(reference, position.resource) ?? this.#resolveInShared(reference, position);
    if (place) return place;
    throw new InvalidSchema(
      `the reference ${JSON.stringify(reference)} leads to nothing that is known here, and nothing is fetched`,
    );
  }

  /** A place inside of a shared schema: `#/$defs/<name>/properties/…`. */
  #resolveInShared(reference: string, position: Position): Place | undefined {
    const match = position.resource.pointer === '' ? /^#\/\$defs\/([^/]*)(\/.*)$/su.exec(reference) : null;
    const name = decodeToken(match?.[1] ?? '');
    if (!match || !Object.hasOwn(this.#definitions, name)) return undefined;
    const resource = this.#resources.add({
      uri: definitionUri(name),
      root: this.#definitions[name],
      owner: name,
    });
    return this.#resources.resolve(`#${match[2] ?? ''}`, resource);
  }

  /** The shared schema that a reference means as a whole. */
  #sharedName(reference: string, walk: Walk, position: Position): string | undefined {
    if (position.resource.pointer !== '') return undefined;
    const name = definitionName({ $ref: reference });
    if (name === undefined || (walk.owner === undefined && walk.localDefinitions.has(name))) return undefined;
    return Object.hasOwn(this.#definitions, name) ? name : undefined;
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
  #copyForProjection(name: string, walk: Walk, position: Position): Entries | undefined {
    const target = this.#definitions[name];
    if (!this.#projection || !isObject(target) || position.copied.includes(name)) return undefined;
    const inherited = position.exempt.difference(
      exemptProperties(target, this.#definitions, this.#projection),
    );
    if (inherited.size === 0 || !this.#requiresAny(target, inherited, [name])) return undefined;
    const resource = this.#resources.add({ uri: definitionUri(name), root: target, owner: name });
    const copied = [...position.copied, name];
    return [['allOf', [this.#schema(target, walk, { ...position, resource, exempt: inherited, copied })]]];
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

/** The URI of a shared schema as a document. */
export function definitionUri(name: string): string {
  return `plumbline://definitions/${encodeURIComponent(name.toWellFormed())}`;
}

function plainEntries({ keyword, value, position }: KeywordAt): Entries {
  switch (keyword) {
    case 'format':
      return typeof value === 'string' && !isAssertedFormat(value) ? [] : [[keyword, value]];
    case 'required':
      if (!Array.isArray(value)) return [[keyword, value]];
      return [[keyword, value.filter((name) => !position.exempt.has(name))]];
    default:
      return [[keyword, value]];
  }
}

/** Of several references, and of several `allOf`, each counts. */
function joinReferences(entries: Entries): Entries {
  const references = entries.filter(([keyword]) => keyword === '$ref');
  const members = entries.filter(([keyword]) => keyword === 'allOf');
  if (references.length < 2 && members.length < 2) return entries;
  const others = entries.filter(([keyword]) => keyword !== '$ref' && keyword !== 'allOf');
  const all = [
    ...members.flatMap(([, list]) => (Array.isArray(list) ? list : [])),
    ...references.map(([, key]) => ({ $ref: key })),
  ];
  return [...others, ['allOf', all]];
}

/** The schemas of `contains` whose matches count as evaluated whatever else holds. */
function countedContains(schema: unknown): readonly unknown[] {
  if (!isObject(schema)) return [];
  const own = schema.contains === undefined ? [] : [schema.contains];
  const members = Array.isArray(schema.allOf) ? schema.allOf : [];
  return [...own, ...members.flatMap(countedContains)];
}

/** The compiler skips a property called `__proto__`; as a pattern it is checked like any other. */
function moveProtoProperty(schema: SchemaObject): SchemaObject {
  const properties = schema.properties;
  if (!isObject(properties) || !Object.hasOwn(properties, '__proto__')) return schema;
  const others = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== '__proto__'));
  const proto = Object.getOwnPropertyDescriptor(properties, '__proto__')?.value;
  const patterns = isObject(schema.patternProperties) ? schema.patternProperties : {};
  return { ...schema, properties: others, patternProperties: { ...patterns, '^__proto__$': proto } };
}

function mapMembers(members: Readonly<Record<string, unknown>>, prepare: (part: unknown) => Schema) {
  // fromEntries defines members, so that the name `__proto__` is one like any other.
  return Object.fromEntries(Object.entries(members).map(([name, part]) => [name, prepare(part)]));
}

function pointerToken(name: string): string {
  return encodeURIComponent(escapeToken(name));
}
