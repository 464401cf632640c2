import { parsePattern } from './parse-pattern.ts';
import { type Automaton, isDeterministic, matchesSomewhere, toAutomaton } from './pattern-automaton.ts';
import type { PatternNode } from './pattern-node.ts';

/** A compiled `pattern`. */
export interface Pattern {
  test(text: string): boolean;
}

/** Texts up to this length go to the native engine under patterns that have no automaton. */
const longestForNative = 200;

/**
 * Compiles a `pattern` for checking untrusted text: with Unicode semantics, or without where the pattern is only
 * valid so.
 *
 * A pattern that the native engine follows in linear time is left to it. Any other runs on an automaton, also in
 * linear time, so that no text can make a check hang. What an automaton cannot follow (back references) is left to
 * the native engine for texts of at most 200 characters; a longer text counts as not matching. Back references under
 * nested repetition are refused.
 *
 * @throws SyntaxError when the pattern is no ECMA-262 regular expression, or one that cannot be run safely.
 */
export function toPattern(source: string): Pattern {
  const native = toRegExp(source);
  const parsed = parsePattern(source, native.unicode);
  const automaton = parsed && toAutomaton(parsed.node);
  if (parsed && automaton) {
    if (isDeterministic(automaton, parsed.node) || isShort(parsed.node)) return native;
    return onAutomaton(automaton, native.unicode);
  }
  if (!parsed || repetitionDepth(parsed.node) > 1) {
    throw new SyntaxError(`The pattern ${JSON.stringify(source)} cannot be run in bounded time: simplify it`);
  }
  return { test: (text) => text.length <= longestForNative && native.test(text) };
}

/** The native expression: flag `u` as JSON Schema recommends, without it where the source is only valid so. */
export function toRegExp(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    return new RegExp(source);
  }
}

function onAutomaton(automaton: Automaton, isUnicode: boolean): Pattern {
  return { test: (text) => matchesSomewhere(automaton, toCharacters(text, isUnicode)) };
}

function toCharacters(text: string, isUnicode: boolean): number[] {
  if (!isUnicode) return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/** A single character or class, wherever it stands, costs the native engine one step each. */
function isShort(node: PatternNode): boolean {
  return (
    node.kind === 'set' ||
    (node.kind === 'sequence' && node.parts.length <= 8 && node.parts.every((part) => part.kind === 'set'))
  );
}

function repetitionDepth(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
      return Math.max(0, ...node.parts.map(repetitionDepth));
    case 'choice':
      return Math.max(0, ...node.options.map(repetitionDepth));
    case 'repeat':
      return repetitionDepth(node.node) + (node.max > 1 ? 1 : 0);
    case 'look':
      return repetitionDepth(node.node);
    default:
      return 0;
  }
}
