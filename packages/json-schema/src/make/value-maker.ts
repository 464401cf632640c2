import type { Faker } from '@faker-js/faker';
import { faker as englishFaker } from '@faker-js/faker/locale/en';
import { equal, isObject } from '../json-values.ts';
import { makeArray } from './arrays.ts';
import { gatherFacts } from './conjunction.ts';
import { DeadEnd } from './dead-end.ts';
import { type Facts, type JsonType, jsonTypes } from './facts.ts';
import { referenceTime } from './formats.ts';
import { fitsNumber, makeNumber } from './numbers.ts';
import { makeObject } from './objects.ts';
import type { Part } from './part.ts';
import type { PartMaker, Spot } from './part-maker.ts';
import { Random } from './random.ts';
import { realisticRange, type TextSource } from './realistic.ts';
import { fitsString, makeString } from './strings.ts';
import type { Workshop } from './workshop.ts';

/** From this depth on only what is required is made. */
const fullDepth = 5;
/** After so many parts only what is required is made, so that wide schemas give bounded values. */
const fullSize = 150;
/** After so many parts, tries included, the search is given up. */
const largestWork = 20_000;
/** Nesting that ends a recursion which nothing else ends. */
const deepest = 100;
/** How often a part is made anew when what came out does not fit. */
const tries = 12;

/** Makes one value: the state of one run, with its own random source. */
export class ValueMaker implements PartMaker {
  readonly workshop: Workshop;
  readonly random: Random;
  readonly #texts: TextSource;
  readonly #usesOffers: boolean;
  readonly #isMinimal: boolean;
  #work = 0;

  constructor(
    workshop: Workshop,
    seed: number,
    options: { readonly usesOffers: boolean; readonly isMinimal: boolean },
  ) {
    this.workshop = workshop;
    this.random = new Random(seed);
    this.#usesOffers = options.usesOffers;
    this.#isMinimal = options.isMinimal;
    this.#texts = { random: this.random, faker: fakerOver(this.random) };
  }

  /** Whether only what is required is made here. */
  isMinimalAt(spot: Spot): boolean {
    return this.#isMinimal || spot.depth >= fullDepth || this.#work > fullSize;
  }

  /**
   * A value for all the parts together.
   *
   * @throws DeadEnd when none was found.
   */
  make(parts: readonly Part[], spot: Spot): unknown {
    const pointer = parts[0]?.pointer ?? '';
    if (spot.depth > deepest) throw new DeadEnd(pointer, 'every value of it contains another of itself');
    let failure = new DeadEnd(pointer, 'no value was found that satisfies all of its keywords together');
    for (let attempt = 0; attempt < tries; attempt += 1) {
      this.#work += 1;
      if (this.#work > largestWork)
        throw new DeadEnd(pointer, 'no value was found within the bounded search');
      try {
        return this.#attempt(parts, spot, attempt);
      } catch (error) {
        if (!(error instanceof DeadEnd)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  #attempt(parts: readonly Part[], spot: Spot, attempt: number): unknown {
    const isMinimal = this.isMinimalAt(spot) || attempt >= tries / 2;
    const facts = gatherFacts(parts, { workshop: this.workshop, random: this.random, isMinimal, attempt });
    const offered = this.#offered(facts, parts, attempt);
    if (offered) return offered.value;
    const value = this.#build(facts, parts, spot, isMinimal);
    if (facts.excluded.some((other) => equal(value, other))) {
      throw new DeadEnd(parts[0]?.pointer ?? '', 'every value that was found is excluded by its `not`');
    }
    if (facts.needsCheck && !this.#satisfies(parts, value)) {
      throw new DeadEnd(
        parts[0]?.pointer ?? '',
        'no value was found that satisfies all of its keywords together',
      );
    }
    return value;
  }

  #build(facts: Facts, parts: readonly Part[], spot: Spot, isMinimal: boolean): unknown {
    if (facts.literals) return this.#literal(facts, facts.literals, parts);
    const types = this.#orderedTypes(facts, spot);
    for (const type of types) {
      const value = this.#ofType(type, facts, spot, isMinimal);
      if (value !== undefined) return value;
    }
    throw new DeadEnd(parts[0]?.pointer ?? '', `its bounds leave no ${types.join(' or ')}`);
  }

  #literal(facts: Facts, literals: readonly unknown[], parts: readonly Part[]): unknown {
    const possible = literals.filter(
      (value) =>
        facts.types.has(typeOf(value)) &&
        (!facts.isInteger || typeof value !== 'number' || Number.isInteger(value)) &&
        !facts.excluded.some((other) => equal(value, other)),
    );
    if (possible.length === 0)
      throw new DeadEnd(parts[0]?.pointer ?? '', 'its enum and const leave no value');
    const chosen = this.random.pick(possible);
    if (this.#fits(facts, parts, chosen)) return structuredClone(chosen);
    const fitting = possible.find((value) => this.#fits(facts, parts, value));
    if (fitting !== undefined) return structuredClone(fitting);
    throw new DeadEnd(parts[0]?.pointer ?? '', 'no value of its enum or const satisfies its other keywords');
  }

  /** Whether a given value satisfies the schemas: a scalar is held against the facts, which costs less. */
  #fits(facts: Facts, parts: readonly Part[], value: unknown): boolean {
    if (facts.needsCheck || (typeof value === 'object' && value !== null))
      return this.#satisfies(parts, value);
    if (!facts.types.has(typeOf(value)) || facts.literals?.every((other) => !equal(other, value)))
      return false;
    if (typeof value === 'number') return fitsNumber(facts, value);
    return typeof value !== 'string' || fitsString(facts, value);
  }

  /** An example or a default, most of the time, where the author gave a valid one. */
  #offered(facts: Facts, parts: readonly Part[], attempt: number): { value: unknown } | undefined {
    if (!this.#usesOffers || attempt > 0 || facts.offered.length === 0 || !this.random.chance(0.7))
      return undefined;
    const offer = this.random.pick(facts.offered);
    if (!offer || this.workshop.distrusted.has(offer.source)) return undefined;
    if (this.#fits(facts, parts, offer.value)) return { value: structuredClone(offer.value) };
    this.workshop.distrusted.add(offer.source);
    return undefined;
  }

  /** Holds a value against each schema; one that cannot be compiled alone is left to the check of the whole. */
  #satisfies(parts: readonly Part[], value: unknown): boolean {
    return parts.every((part) => {
      if (typeof part.schema === 'boolean') return part.schema;
      if (part.owner === undefined && hasLocalReference(part.schema)) return true;
      return this.workshop.checks.compile(part.schema)(value);
    });
  }

  #orderedTypes(facts: Facts, spot: Spot): readonly JsonType[] {
    const hinted = hintedTypes(facts).filter((type) => facts.types.has(type));
    const types = hinted.length > 0 && facts.types.size > 1 && !isDeclared(facts) ? hinted : [...facts.types];
    if (!this.isMinimalAt(spot)) {
      // `null` is the exception where another type is possible.
      const others = this.random.shuffle(types.filter((type) => type !== 'null'));
      if (!types.includes('null')) return others;
      return this.random.chance(0.1) ? ['null', ...others] : [...others, 'null'];
    }
    return simplestFirst.filter((type) => types.includes(type));
  }

  #ofType(type: JsonType, facts: Facts, spot: Spot, isMinimal: boolean): unknown {
    switch (type) {
      case 'null':
        return null;
      case 'boolean':
        return this.random.chance(0.5);
      case 'number':
        return makeNumber(facts, realisticRange(spot.naming.name), this.random);
      case 'string':
        return makeString(facts, spot.naming, this.#texts);
      case 'array':
        return makeArray(facts, { maker: this, spot, isMinimal });
      case 'object':
        return makeObject(facts, { maker: this, spot, isMinimal, texts: this.#texts });
    }
  }
}

const simplestFirst: readonly JsonType[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

/** Whether the schemas said which types there are. */
function isDeclared(facts: Facts): boolean {
  return facts.types.size < jsonTypes.length;
}

/** Without `type`, the keywords tell what is meant. */
function hintedTypes(facts: Facts): readonly JsonType[] {
  const hints: [JsonType, boolean][] = [
    [
      'object',
      facts.properties.size > 0 ||
        facts.required.size > 0 ||
        facts.patternProperties.length > 0 ||
        facts.leftovers.length > 0 ||
        facts.minProperties > 0 ||
        facts.hasUnevaluatedProperties !== undefined ||
        facts.propertyNames.length > 0,
    ],
    [
      'array',
      facts.items.length > 0 ||
        facts.prefixItems.length > 0 ||
        facts.contains.length > 0 ||
        facts.minItems > 0 ||
        facts.unevaluatedItems !== undefined,
    ],
    [
      'number',
      facts.isInteger ||
        facts.divisors.length > 0 ||
        Number.isFinite(facts.minimum) ||
        Number.isFinite(facts.maximum),
    ],
    [
      'string',
      facts.patterns.length > 0 ||
        facts.formats.length > 0 ||
        facts.minLength > 0 ||
        Number.isFinite(facts.maxLength),
    ],
  ];
  const hinted = hints.filter(([, isHinted]) => isHinted).map(([type]) => type);
  return hinted.length > 0 ? hinted.slice(0, 1) : ['string', 'number', 'boolean'];
}

function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object') return 'object';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'boolean' : 'number';
}

/** Whether a schema refers to places in the document it stands in, which it loses when it stands alone. */
function hasLocalReference(schema: unknown): boolean {
  const known = isObject(schema) ? localReferences.get(schema) : undefined;
  if (known !== undefined) return known;
  const found =
    /"\$(?:ref|dynamicRef|id|anchor)":"(?!#\/\$defs\/)/.test(JSON.stringify(schema)) ||
    (isObject(schema) && schema.$defs !== undefined);
  if (isObject(schema)) localReferences.set(schema, found);
  return found;
}

const localReferences = new WeakMap<object, boolean>();

/**
 * Faker on our own random source, so that one seed decides everything. Building a Faker costs a millisecond, so all
 * makers share one; each points it at its own source when it starts, and making is synchronous.
 */
const shared = { random: new Random(0) };
// The package's main module would load every locale. The class of its English instance is the same `Faker`.
const FakerClass = englishFaker.constructor as typeof Faker;
const sharedFaker = new FakerClass({
  locale: englishFaker.rawDefinitions,
  randomizer: { next: () => shared.random.next(), seed: () => undefined },
});
sharedFaker.setDefaultRefDate(referenceTime);

function fakerOver(random: Random): Faker {
  shared.random = random;
  return sharedFaker;
}
