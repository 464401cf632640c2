/** An ECMA-262 regular expression as a tree: what is needed to match and to write text, without captures. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'boundary'; readonly isNegated: boolean }
  | {
      readonly kind: 'look';
      readonly node: PatternNode;
      readonly isAhead: boolean;
      readonly isNegated: boolean;
    }
  | { readonly kind: 'backreference' };

/** An inclusive range of code points (code units without the flag `u`). */
export type Range = readonly [number, number];

/** The characters that one position of a pattern admits. */
export interface CharacterSet {
  /** Sorted and disjoint. With `exact` they only bound the set from above. */
  readonly ranges: readonly Range[];
  /** Decides for a set that ranges do not describe, such as `\p{L}`. */
  readonly exact?: RegExp | undefined;
}

export const highestCodePoint = 0x10ffff;

/** Whether the set admits the character. */
export function admits(set: CharacterSet, character: number): boolean {
  if (!set.ranges.some(([low, high]) => character >= low && character <= high)) return false;
  return set.exact === undefined || set.exact.test(String.fromCodePoint(character));
}

/** Whether some character may be in both sets; sets that ranges do not describe count as overlapping. */
export function overlap(a: CharacterSet, b: CharacterSet): boolean {
  return a.ranges.some(([low, high]) => b.ranges.some(([from, to]) => low <= to && from <= high));
}

/** Sorted and disjoint ranges of the same characters. */
export function normaliseRanges(ranges: readonly Range[]): readonly Range[] {
  const merged: [number, number][] = [];
  for (const [low, high] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}

/** All characters that are not in these ranges. */
export function complement(ranges: readonly Range[]): readonly Range[] {
  const gaps: Range[] = [];
  let next = 0;
  for (const [low, high] of normaliseRanges(ranges)) {
    if (low > next) gaps.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= highestCodePoint) gaps.push([next, highestCodePoint]);
  return gaps;
}
