import { canonicalText } from '../json-values.ts';
import { DeadEnd } from './dead-end.ts';
import type { ContainsFact, Facts } from './facts.ts';
import type { Part } from './part.ts';
import type { PartMaker, Spot } from './part-maker.ts';

interface ArrayMaking {
  readonly maker: PartMaker;
  readonly spot: Spot;
  readonly isMinimal: boolean;
}

/** So many items are usual where nothing asks for more. */
const usualItems = 3;
/** An array that must be longer than this is refused rather than made. */
const mostItems = 10_000;
/** How often another item is tried where items must differ. */
const uniqueTries = 30;

/** An array within the facts, or undefined when the bounds leave none. */
export function makeArray(facts: Facts, making: ArrayMaking): unknown[] | undefined {
  const wanted = facts.contains.flatMap((contains) => Array.from({ length: contains.min }, () => contains));
  const length = chooseLength(facts, wanted.length, making);
  if (length === undefined) return undefined;
  const items: unknown[] = [];
  const seen = new Set<string>();
  // What `contains` asks for stands at the end, where `prefixItems` rarely reaches.
  const containsFrom = Math.max(0, length - wanted.length);
  for (let index = 0; index < length; index += 1) {
    const contains = index >= containsFrom ? wanted[index - containsFrom] : undefined;
    const item = makeItem(facts, { index, contains, seen }, making);
    if (item === undefined) break;
    items.push(item.value);
  }
  return items.length >= facts.minItems ? items : undefined;
}

function chooseLength(facts: Facts, wanted: number, { maker, isMinimal }: ArrayMaking): number | undefined {
  const least = Math.max(facts.minItems, wanted);
  if (least > mostItems) return undefined;
  const most = Math.min(facts.maxItems, longestPossible(facts));
  if (least > most) return undefined;
  if (isMinimal) return least;
  const usual = Math.max(least, Math.min(most, Math.max(usualItems, facts.prefixItems.length, least + 1)));
  return maker.random.integer(Math.min(usual, Math.max(least, 1)), usual);
}

/** `items: false` ends the array after its prefix. */
function longestPossible(facts: Facts): number {
  const ends = facts.items.filter(({ part }) => part.schema === false).map(({ from }) => from);
  const unevaluated =
    facts.unevaluatedItems?.schema === false && facts.items.length === 0 && facts.contains.length === 0;
  return Math.min(...ends, unevaluated ? facts.prefixItems.length : Number.POSITIVE_INFINITY);
}

interface ItemPlace {
  readonly index: number;
  readonly contains: ContainsFact | undefined;
  readonly seen: Set<string>;
}

/** The item for one place; undefined when no further item that differs is found. */
function makeItem(
  facts: Facts,
  { index, contains, seen }: ItemPlace,
  making: ArrayMaking,
): { value: unknown } | undefined {
  const parts = partsAt(facts, index, contains);
  const { maker, spot } = making;
  const inside: Spot = {
    naming: { name: singular(spot.naming.name), holder: spot.naming.name },
    depth: spot.depth + 1,
  };
  for (let attempt = 0; attempt < uniqueTries; attempt += 1) {
    const value = makeOrStop(maker, parts, inside, index >= facts.minItems);
    if (value === undefined) return undefined;
    if (!facts.hasUniqueItems) return { value };
    const key = canonicalText(value);
    if (!seen.has(key)) {
      seen.add(key);
      return { value };
    }
  }
  return undefined;
}

/** An item that cannot be made ends an array that is long enough without it. */
function makeOrStop(maker: PartMaker, parts: readonly Part[], spot: Spot, mayStop: boolean): unknown {
  try {
    return maker.make(parts, spot);
  } catch (error) {
    if (mayStop && error instanceof DeadEnd) return undefined;
    throw error;
  }
}

function partsAt(facts: Facts, index: number, contains: ContainsFact | undefined): readonly Part[] {
  const parts = [...(facts.prefixItems[index] ?? [])];
  for (const { from, part } of facts.items) if (index >= from) parts.push(part);
  if (contains) parts.push(contains.part);
  else if (parts.length === 0 && facts.unevaluatedItems) parts.push(facts.unevaluatedItems);
  // Items beyond what `maxContains` admits must not match it.
  const limited = facts.contains.filter((fact) => fact !== contains && Number.isFinite(fact.max));
  for (const { part } of limited) parts.push({ ...part, schema: { not: part.schema } });
  return parts;
}

function singular(name: string): string {
  if (/ies$/i.test(name)) return name.replace(/ies$/i, 'y');
  return /[^s]s$/i.test(name) ? name.slice(0, -1) : name;
}
