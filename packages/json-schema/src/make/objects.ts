import { isObject } from '../json-values.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { writePatternText } from '../pattern/pattern-text.ts';
import { DeadEnd } from './dead-end.ts';
import type { Facts } from './facts.ts';
import { identifier } from './formats.ts';
import type { Part } from './part.ts';
import type { PartMaker, Spot } from './part-maker.ts';
import type { TextSource } from './realistic.ts';

interface ObjectMaking {
  readonly maker: PartMaker;
  readonly spot: Spot;
  readonly isMinimal: boolean;
  readonly texts: TextSource;
}

/** An object that must have more properties than this is refused rather than made. */
const mostProperties = 10_000;

/** An object within the facts, or undefined when the bounds leave none. */
export function makeObject(facts: Facts, making: ObjectMaking): Record<string, unknown> | undefined {
  if (facts.minProperties > Math.min(facts.maxProperties, mostProperties)) return undefined;
  const names = chooseNames(facts, making);
  if (names.size > facts.maxProperties) return undefined;
  const members: [string, unknown][] = [];
  for (const name of names) {
    const member = makeMember(facts, name, making);
    if (member) members.push([name, member.value]);
  }
  addFurther(facts, members, making);
  if (members.length < facts.minProperties) return undefined;
  // fromEntries defines members, so that the name `__proto__` is one like any other.
  return Object.fromEntries(members);
}

/** The required properties, what they depend on, and some of the optional ones, in the order of declaration. */
function chooseNames(facts: Facts, { maker, spot, isMinimal }: ObjectMaking): ReadonlySet<string> {
  const chosen = new Set([...facts.required].filter((name) => !isOutside(facts, name, maker)));
  addDependents(facts, chosen);
  const optional = [...facts.properties.keys()].filter(
    (name) => !chosen.has(name) && mayAppear(facts, name, maker),
  );
  const wanted = isMinimal ? [] : optional.filter(() => maker.random.chance(spot.depth === 0 ? 0.85 : 0.7));
  const missing = Math.max(0, facts.minProperties - chosen.size - wanted.length);
  const rest = maker.random.shuffle(optional.filter((name) => !wanted.includes(name)));
  for (const name of [...wanted, ...rest.slice(0, missing)]) {
    if (chosen.size < facts.maxProperties) addWithDependents(facts, chosen, name);
  }
  const declared = [...facts.properties.keys()].filter((name) => chosen.has(name));
  return new Set([...declared, ...chosen]);
}

function addWithDependents(facts: Facts, chosen: Set<string>, name: string): void {
  if (facts.dependentRequired.size === 0) {
    chosen.add(name);
    return;
  }
  const extended = new Set([...chosen, name]);
  addDependents(facts, extended);
  if (extended.size > facts.maxProperties || [...extended].some((other) => facts.forbidden.has(other)))
    return;
  for (const other of extended) chosen.add(other);
}

/** `dependentRequired`, until nothing more is asked for. */
function addDependents(facts: Facts, chosen: Set<string>): void {
  for (const name of chosen) {
    for (const needed of facts.dependentRequired.get(name) ?? []) chosen.add(needed);
  }
}

function mayAppear(facts: Facts, name: string, maker: PartMaker): boolean {
  if (facts.forbidden.has(name) || isOutside(facts, name, maker)) return false;
  if (!isNameAdmitted(facts, name, maker)) return false;
  const parts = partsOf(facts, name);
  return parts.every((part) => maker.workshop.heights.of(part.schema) !== Number.POSITIVE_INFINITY);
}

/** A `readOnly` property has no place in a request, nor a `writeOnly` one in a response. */
function isOutside(facts: Facts, name: string, maker: PartMaker): boolean {
  const { projection, definitions } = maker.workshop;
  if (!projection) return false;
  const flag = projection === 'request' ? 'readOnly' : 'writeOnly';
  const parts = facts.properties.get(name) ?? [];
  return parts.some((part) => isFlagged(part.schema, flag, definitions, 0));
}

function isFlagged(
  schema: unknown,
  flag: string,
  definitions: Readonly<Record<string, unknown>>,
  depth: number,
): boolean {
  if (!isObject(schema) || depth > 16) return false;
  if (schema[flag] === true) return true;
  const name = typeof schema.$ref === 'string' ? /^#\/\$defs\/([^/]+)$/u.exec(schema.$ref)?.[1] : undefined;
  if (
    name !== undefined &&
    Object.hasOwn(definitions, name) &&
    isFlagged(definitions[name], flag, definitions, depth + 1)
  )
    return true;
  return (
    Array.isArray(schema.allOf) && schema.allOf.some((part) => isFlagged(part, flag, definitions, depth + 1))
  );
}

function makeMember(facts: Facts, name: string, making: ObjectMaking): { value: unknown } | undefined {
  const { maker, spot } = making;
  const parts = partsOf(facts, name);
  const inside: Spot = { naming: { name, holder: holderName(parts, spot) }, depth: spot.depth + 1 };
  try {
    return { value: maker.make(parts, inside) };
  } catch (error) {
    // An optional property that cannot be made is left out.
    if (error instanceof DeadEnd && !facts.required.has(name)) return undefined;
    throw error;
  }
}

function holderName(parts: readonly Part[], spot: Spot): string {
  return parts[0]?.owner ?? spot.naming.name;
}

/** All the schemas that a property of this name has to satisfy. */
function partsOf(facts: Facts, name: string): readonly Part[] {
  const parts = [...(facts.properties.get(name) ?? [])];
  for (const { pattern, part } of facts.patternProperties) if (pattern.test(name)) parts.push(part);
  for (const { names, patterns, part } of facts.leftovers) {
    if (!names.has(name) && !patterns.some((pattern) => pattern.test(name))) parts.push(part);
  }
  if (parts.length === 0 && facts.hasUnevaluatedProperties) parts.push(facts.hasUnevaluatedProperties);
  return parts;
}

function isNameAdmitted(facts: Facts, name: string, maker: PartMaker): boolean {
  return facts.propertyNames.every(({ schema, owner }) => {
    if (typeof schema === 'boolean') return schema;
    return owner === undefined && JSON.stringify(schema).includes('"$ref":"#/')
      ? true
      : maker.workshop.checks.compile(schema)(name);
  });
}

/** Properties that nothing declares: as many as `minProperties` asks for, and some where the object is a map. */
function addFurther(facts: Facts, members: [string, unknown][], making: ObjectMaking): void {
  const { maker, isMinimal } = making;
  const isMap =
    facts.properties.size === 0 &&
    (facts.patternProperties.length > 0 || facts.leftovers.some(({ part }) => isObject(part.schema)));
  const usual = isMap && !isMinimal ? maker.random.integer(1, 3) : 0;
  const wanted = Math.min(facts.maxProperties, Math.max(facts.minProperties, members.length + usual));
  for (let attempt = 0; attempt < wanted * 10 && members.length < wanted; attempt += 1) {
    const name = furtherName(facts, making, attempt);
    if (name === undefined || members.some(([other]) => other === name)) continue;
    if (facts.properties.has(name) || !mayAppear(facts, name, maker)) continue;
    const member = makeMember(facts, name, making);
    if (member) members.push([name, member.value]);
  }
}

function furtherName(
  facts: Facts,
  { maker, spot, texts }: ObjectMaking,
  attempt: number,
): string | undefined {
  if (facts.propertyNames.length > 0) {
    const name = makeName(maker, facts.propertyNames, spot);
    if (name !== undefined) return name;
  }
  const pattern = facts.patternProperties[attempt % Math.max(1, facts.patternProperties.length)];
  if (pattern) return nameOf(pattern.source, maker);
  const word = identifier(texts.faker.word.noun());
  return attempt < 20 ? word : `${word}${attempt}`;
}

function makeName(maker: PartMaker, parts: readonly Part[], spot: Spot): string | undefined {
  const asText: Part = {
    schema: { type: 'string' },
    pointer: parts[0]?.pointer ?? '',
    root: true,
    owner: undefined,
  };
  const name = maker.make([...parts, asText], {
    naming: { name: 'slug', holder: '' },
    depth: spot.depth + 1,
  });
  return typeof name === 'string' ? name : undefined;
}

function nameOf(source: string, maker: PartMaker): string | undefined {
  const parsed = parsePattern(source, isUnicodePattern(source));
  return parsed && writePatternText(parsed.node, { min: 1, max: 24 }, maker.random);
}

function isUnicodePattern(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}
