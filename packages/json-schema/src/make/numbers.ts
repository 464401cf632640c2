import { isMultipleOf } from '../json-values.ts';
import type { Facts } from './facts.ts';
import type { Random } from './random.ts';

/** The whole numbers a format admits (OpenAPI format registry). */
const formatRanges: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['int8', [-128, 127]],
  ['int16', [-32_768, 32_767]],
  ['int32', [-2_147_483_648, 2_147_483_647]],
  ['int64', [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
  ['uint8', [0, 255]],
  ['uint16', [0, 65_535]],
  ['uint32', [0, 4_294_967_295]],
  ['uint64', [0, Number.MAX_SAFE_INTEGER]],
]);

/** A number within the facts, or undefined when none is found. `wanted` is the range that would look realistic. */
export function makeNumber(
  facts: Facts,
  wanted: readonly [number, number],
  random: Random,
): number | undefined {
  const isInteger = isWhole(facts);
  const bounds = narrow(facts);
  const [low, high] = within(bounds, wanted);
  const step = commonStep(facts.divisors, isInteger);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const candidate = step === undefined ? fraction(low, high, random) : multiple(low, high, step, random);
    if (candidate !== undefined && fits(facts, candidate, isInteger)) return candidate;
  }
  return [low, high, 0].find((candidate) => fits(facts, candidate, isInteger));
}

/** Whether a number satisfies the facts about numbers. */
export function fitsNumber(facts: Facts, value: number): boolean {
  const { low, high } = narrow(facts);
  return value >= low && value <= high && fits(facts, value, isWhole(facts));
}

function isWhole(facts: Facts): boolean {
  return facts.isInteger || facts.formats.some((format) => formatRanges.has(format));
}

function fits(facts: Facts, value: number, isInteger: boolean): boolean {
  if (!Number.isFinite(value) || (isInteger && !Number.isInteger(value))) return false;
  if (value < facts.minimum || (facts.isMinimumExclusive && value === facts.minimum)) return false;
  if (value > facts.maximum || (facts.isMaximumExclusive && value === facts.maximum)) return false;
  return facts.divisors.every((divisor) => isMultipleOf(value, divisor));
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function narrow(facts: Facts): Bounds {
  const ranges = facts.formats
    .map((format) => formatRanges.get(format))
    .filter((range) => range !== undefined);
  return {
    low: Math.max(facts.minimum, ...ranges.map(([low]) => low)),
    high: Math.min(facts.maximum, ...ranges.map(([, high]) => high)),
  };
}

/** The realistic range where it lies inside of the bounds, else a range of the same width at a bound. */
function within({ low, high }: Bounds, wanted: readonly [number, number]): readonly [number, number] {
  const width = wanted[1] - wanted[0];
  const from = Math.max(low, wanted[0]);
  const to = Math.min(high, wanted[1]);
  if (from <= to) return [from, to];
  return low > wanted[1] ? [low, Math.min(high, low + width)] : [Math.max(low, high - width), high];
}

/** The step of which the number is a multiple: the least common multiple of all divisors. */
function commonStep(divisors: readonly number[], isInteger: boolean): number | undefined {
  const steps = isInteger ? [1, ...divisors] : divisors;
  if (steps.length === 0) return undefined;
  return steps.reduce((a, b) => leastCommonMultiple(a, b));
}

function leastCommonMultiple(a: number, b: number): number {
  for (let factor = 1; factor <= 10_000; factor += 1) {
    const candidate = scaled(a, factor);
    if (isMultipleOf(candidate, b)) return candidate;
  }
  return a;
}

function multiple(low: number, high: number, step: number, random: Random): number | undefined {
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  if (first > last) return undefined;
  return scaled(step, random.integer(first, last));
}

/** `step × factor` without the noise of binary fractions: 3 × 0.1 is 0.3. */
function scaled(step: number, factor: number): number {
  const decimals = decimalsOf(step);
  return decimals === 0 ? step * factor : Number((step * factor).toFixed(Math.min(100, decimals)));
}

function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const fractionDigits = mantissa.split('.')[1]?.length ?? 0;
  return Math.max(0, fractionDigits - Number(exponent));
}

/** A number with few decimals, as people write them. */
function fraction(low: number, high: number, random: Random): number {
  const raw = low + random.next() * (high - low);
  const rounded = Number(raw.toFixed(2));
  return rounded >= low && rounded <= high ? rounded : raw;
}
