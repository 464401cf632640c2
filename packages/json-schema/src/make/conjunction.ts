import { compileDiscriminator, definitionName } from '../check/discriminator.ts';
import { isObject } from '../json-values.ts';
import type { Schema, SchemaObject } from '../schema.ts';
import { DeadEnd } from './dead-end.ts';
import { addKeywords, type Facts, listOf, membersOf, noFacts } from './facts.ts';
import { below, type Part, referenced } from './part.ts';
import type { Random } from './random.ts';
import type { Workshop } from './workshop.ts';

/** How the choices between alternatives are made. */
export interface Choosing {
  readonly workshop: Workshop;
  readonly random: Random;
  /** Whether the branch that ends soonest is taken. */
  readonly isMinimal: boolean;
  /** The how-manieth try this is: each takes another branch. */
  readonly attempt: number;
}

/**
 * Follows references, `allOf` and one branch of each alternative, and gathers what all of them say.
 *
 * @throws DeadEnd when they contradict each other, which another attempt may not.
 */
export function gatherFacts(parts: readonly Part[], choosing: Choosing): Facts {
  const gathering = new Gathering(choosing);
  for (const part of parts) gathering.add(part);
  return gathering.finish();
}

/** So many attempts are made before other branches are missed by breaking their properties. */
const gentleAttempts = 6;

/** References may chain, but not for ever. */
const longestChain = 200;

class Gathering {
  readonly #choosing: Choosing;
  readonly #facts = noFacts();
  readonly #dependent: { readonly name: string; readonly part: Part }[] = [];
  readonly #seen = new Set<Schema>();
  #steps = 0;

  constructor(choosing: Choosing) {
    this.#choosing = choosing;
  }

  add(part: Part): void {
    const { schema } = part;
    if (schema === true) return;
    if (schema === false) throw new DeadEnd(part.pointer, 'it is `false`, which admits nothing');
    this.#steps += 1;
    if (this.#steps > longestChain) throw new DeadEnd(part.pointer, 'its references never end');
    // The same schema twice says nothing new, and a circle of references ends here.
    if (this.#seen.has(schema)) return;
    this.#seen.add(schema);
    addKeywords(this.#facts, part);
    if (typeof schema.$ref === 'string') this.#addReference(part, schema.$ref);
    if (schema.$dynamicRef !== undefined)
      throw new DeadEnd(part.pointer, '`$dynamicRef` is not supported when values are made');
    for (const [index, member] of listOf(schema.allOf).entries())
      this.add(below(part, member, 'allOf', index));
    this.#addUnion(part, schema, 'oneOf');
    this.#addUnion(part, schema, 'anyOf');
    if (schema.not !== undefined) this.#addNegation(below(part, schema.not, 'not'));
    if (schema.if !== undefined) this.#addCondition(part, schema);
    for (const [name, dependent] of membersOf(schema.dependentSchemas)) {
      this.#dependent.push({ name, part: below(part, dependent, 'dependentSchemas', name) });
    }
  }

  finish(): Facts {
    // A dependent schema applies when its property is there: it is either there and obeyed, or left out.
    for (let entry = this.#dependent.shift(); entry; entry = this.#dependent.shift()) {
      const { name, part } = entry;
      this.#facts.needsCheck = true;
      const isPresent =
        this.#facts.required.has(name) || (!this.#choosing.isMinimal && this.#choosing.random.chance(0.5));
      if (isPresent) {
        this.#facts.required.add(name);
        this.add(part);
      } else {
        this.#facts.forbidden.add(name);
      }
    }
    return this.#facts;
  }

  #addReference(part: Part, reference: string): void {
    const { definitions, inheritance } = this.#choosing.workshop;
    const name = definitionName({ $ref: reference });
    const descendants = name === undefined ? [] : inheritance.descendantsOf(name);
    const isBaseOfOwner =
      part.owner !== undefined && (part.owner === name || descendants.includes(part.owner));
    if (name === undefined || descendants.length === 0 || isBaseOfOwner) {
      this.add(referenced(part, reference, definitions));
      return;
    }
    const base = definitions[name];
    const oneOf = [...descendants, name].map((branch) => ({ $ref: `#/$defs/${encodeURIComponent(branch)}` }));
    const discriminator = isObject(base) ? base.discriminator : undefined;
    this.#addUnion({ ...part, owner: name }, { oneOf, discriminator }, 'oneOf');
  }

  #addUnion(part: Part, schema: SchemaObject, keyword: 'oneOf' | 'anyOf'): void {
    const branches = listOf(schema[keyword]);
    if (branches.length === 0) return;
    const index = this.#chooseBranch(branches);
    if (index === undefined)
      throw new DeadEnd(part.pointer, `no branch of its ${keyword} admits a value that ends`);
    this.#facts.needsCheck = true;
    this.add(below(part, branches[index], keyword, index));
    if (keyword === 'oneOf') {
      for (const [other, branch] of branches.entries()) {
        if (other !== index) this.#addOtherBranch(below(part, branch, keyword, other));
      }
    }
    this.#addTag(part, schema, branches, index);
  }

  /** The other branches of `oneOf` must not match; when leaving out is not enough, one of their properties is broken. */
  #addOtherBranch(part: Part): void {
    this.#addNegation(part);
    if (this.#choosing.attempt < gentleAttempts) return;
    const reference = isObject(part.schema) ? part.schema.$ref : undefined;
    const { definitions } = this.#choosing.workshop;
    this.#negateProperty(typeof reference === 'string' ? referenced(part, reference, definitions) : part);
  }

  #chooseBranch(branches: readonly unknown[]): number | undefined {
    const { workshop, random, isMinimal, attempt } = this.#choosing;
    const heights = branches.map((branch) => workshop.heights.of(branch));
    const possible = [...branches.keys()].filter((index) => heights[index] !== Number.POSITIVE_INFINITY);
    if (!isMinimal)
      return possible[
        (random.integer(0, Math.max(0, possible.length - 1)) + attempt) % Math.max(1, possible.length)
      ];
    const order = possible.toSorted((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
    return order[attempt % Math.max(1, order.length)];
  }

  /** The discriminator must name the branch that was taken. */
  #addTag(part: Part, schema: SchemaObject, branches: readonly unknown[], index: number): void {
    const discriminator = compileDiscriminator(
      schema.discriminator,
      branches.filter(isSchema),
      this.#choosing.workshop.definitions,
    );
    if (!discriminator) return;
    const values = [...discriminator.branches]
      .filter(([, branch]) => branch === index)
      .map(([value]) => value);
    const { propertyName } = discriminator;
    const isOpen = values.length === 0;
    if (isOpen) return;
    const parts = this.#facts.properties.get(propertyName) ?? [];
    parts.push(below(part, { enum: values }, 'discriminator'));
    this.#facts.properties.set(propertyName, parts);
    if (this.#facts.types.has('object')) this.#facts.required.add(propertyName);
  }

  /** Plain negations are turned into facts; for the others the value is checked. */
  #addNegation(part: Part): void {
    const { schema } = part;
    this.#facts.needsCheck = true;
    if (schema === true) throw new DeadEnd(part.pointer, 'its `not` excludes every value');
    if (schema === false) return;
    const keywords = Object.keys(schema).filter((keyword) => negatable.has(keyword));
    const isPlain = keywords.length === 1;
    if (isPlain && 'const' in schema) this.#facts.excluded.push(schema.const);
    if (isPlain && Array.isArray(schema.enum)) this.#facts.excluded.push(...schema.enum);
    if (isPlain && schema.type !== undefined) this.#excludeTypes(schema.type);
    if (isPlain && Array.isArray(schema.anyOf)) {
      for (const [index, branch] of schema.anyOf.entries())
        this.#addNegation(below(part, branch, 'anyOf', index));
    }
    if (Array.isArray(schema.required) && !isForcedElsewhere(schema)) this.#forbidOne(schema.required);
  }

  #excludeTypes(type: unknown): void {
    const names = [type].flat();
    const left = [...this.#facts.types].filter((candidate) => !names.includes(candidate));
    if (left.length > 0) this.#facts.types = new Set(left);
  }

  /** Leaving out one of the properties is enough to miss a branch that requires them. */
  #forbidOne(required: readonly unknown[]): void {
    if (required.some((name) => this.#facts.forbidden.has(String(name)))) return;
    const free = required.filter(
      (name): name is string => typeof name === 'string' && !this.#facts.required.has(name),
    );
    const name = this.#choosing.random.pick(free);
    if (name !== undefined) this.#facts.forbidden.add(name);
  }

  #addCondition(part: Part, schema: SchemaObject): void {
    this.#facts.needsCheck = true;
    const { random, attempt } = this.#choosing;
    const holds = (random.integer(0, 1) + attempt) % 2 === 0;
    if (holds) {
      this.add(below(part, schema.if, 'if'));
      // Without the properties `if` looks at, it holds without them too; both are fine.
      if (schema.then !== undefined) this.add(below(part, schema.then, 'then'));
    } else {
      this.#addNegation(below(part, schema.if, 'if'));
      this.#negateProperty(below(part, schema.if, 'if'));
      if (schema.else !== undefined) this.add(below(part, schema.else, 'else'));
    }
  }

  /** A schema that wants a property to be something is missed by a value in which it is something else. */
  #negateProperty(part: Part): void {
    if (!isObject(part.schema)) return;
    const properties = membersOf(part.schema.properties).filter(([, schema]) => isObject(schema));
    const chosen = this.#choosing.random.pick(properties);
    if (!chosen) return;
    const [name, schema] = chosen;
    const parts = this.#facts.properties.get(name) ?? [];
    parts.push(below(part, { not: schema }, 'properties', name));
    this.#facts.properties.set(name, parts);
    this.#facts.required.add(name);
  }
}

/** Keywords that make a negation more than the negation of one fact. */
const negatable: ReadonlySet<string> = new Set([
  'const',
  'enum',
  'type',
  'anyOf',
  'allOf',
  'oneOf',
  'not',
  'required',
  'properties',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'format',
  'items',
  'contains',
  '$ref',
  'minItems',
  'maxItems',
  'additionalProperties',
  'patternProperties',
  'minProperties',
  'maxProperties',
]);

/** Whether the branch is missed by its other keywords anyway, such as a `const` in a property. */
function isForcedElsewhere(schema: SchemaObject): boolean {
  return membersOf(schema.properties).some(
    ([, property]) => isObject(property) && ('const' in property || 'enum' in property),
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || isObject(value);
}
