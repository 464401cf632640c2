/// <reference path="./recheck-browser.d.ts" />
import recheck from 'recheck/lib/browser.js';

export type PatternVerdict =
  | { readonly kind: 'safe' }
  | { readonly kind: 'invalid'; readonly reason: string }
  /** `growth`: how the time to match grows with the length of a bad text. */
  | { readonly kind: 'unsafe'; readonly growth: string }
  /** Not decided within the time. */
  | { readonly kind: 'unknown' };

export interface PatternJudge {
  judge(pattern: string): PatternVerdict;
  /** Whether the pattern is valid only without the `u` flag, with which JSON Schema would have it read. */
  isLegacy(pattern: string): boolean;
}

export interface PatternJudgeOptions {
  /** Milliseconds for one pattern. */
  readonly timeout: number;
  /** Milliseconds for all patterns together; what is left then is `unknown`. */
  readonly budget: number;
}

/** From this degree on a text of a thousand characters is a problem (a billion steps). */
const harmfulDegree = 3;

/** Judges each pattern once, read as the checks read it: with the `u` flag, or without where it is only valid so. */
export function createPatternJudge(
  { timeout, budget }: PatternJudgeOptions = { timeout: 2_000, budget: 10_000 },
): PatternJudge {
  const verdicts = new Map<string, PatternVerdict>();
  let left = budget;

  const judgeNew = (pattern: string): PatternVerdict => {
    const reason = whyInvalid(pattern, 'u') && whyInvalid(pattern, '');
    if (reason !== undefined) return { kind: 'invalid', reason };
    if (isPlainlySafe(pattern)) return { kind: 'safe' };
    if (left <= 0) return { kind: 'unknown' };
    const start = performance.now();
    const verdict = analyse(pattern, Math.min(timeout, left));
    left -= performance.now() - start;
    return verdict;
  };

  return {
    judge(pattern) {
      const verdict = verdicts.get(pattern) ?? judgeNew(pattern);
      verdicts.set(pattern, verdict);
      return verdict;
    },
    isLegacy,
  };
}

const isLegacy = (pattern: string): boolean =>
  whyInvalid(pattern, 'u') !== undefined && whyInvalid(pattern, '') === undefined;

function whyInvalid(pattern: string, flags: 'u' | ''): string | undefined {
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * At most one unbounded repetition, no repeated group and no backreference: matching is at worst
 * quadratic. This spares most patterns the analysis.
 */
function isPlainlySafe(pattern: string): boolean {
  const plain = pattern.replaceAll(/\\[^1-9k]/gu, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  if (/\\[1-9k]/.test(plain) || /\)(?:[*+]|\{(?!0,1\}))/.test(plain)) return false;
  return (plain.match(/[*+]|\{\d+,\}/g) ?? []).length <= 1;
}

function analyse(pattern: string, timeout: number): PatternVerdict {
  const result = check(pattern, Math.ceil(timeout));
  if (!result || result.status === 'unknown') return { kind: 'unknown' };
  if (result.status === 'safe') return { kind: 'safe' };
  const { complexity } = result;
  if (complexity.type === 'exponential') return { kind: 'unsafe', growth: 'exponentially' };
  return complexity.degree >= harmfulDegree
    ? { kind: 'unsafe', growth: `with the power of ${complexity.degree}` }
    : { kind: 'safe' };
}

/** Patterns are hostile input to recheck too: one on which it fails is one it does not know. */
function check(pattern: string, timeout: number): ReturnType<typeof recheck.checkSync> | undefined {
  try {
    return recheck.checkSync(pattern, isLegacy(pattern) ? '' : 'u', {
      timeout,
      attackTimeout: timeout,
      incubationTimeout: timeout,
    });
  } catch {
    return undefined;
  }
}
