import type { Diagnostic, Place } from './diagnostic.ts';

/** By file, line, column, rule and message, each problem once: the same description gives the same list. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const once = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const key = identity(diagnostic);
    if (!once.has(key)) once.set(key, diagnostic);
  }
  return [...once.values()].sort(compare);
}

const identity = ({ rule, message, place }: Diagnostic): string =>
  JSON.stringify([place.file, place.pointer, place.line, place.column, rule, message]);

function compare(one: Diagnostic, other: Diagnostic): number {
  return (
    comparePlaces(one.place, other.place) ||
    compareTexts(one.rule, other.rule) ||
    compareTexts(one.message, other.message)
  );
}

const comparePlaces = (one: Place, other: Place): number =>
  compareTexts(one.file, other.file) ||
  (one.line ?? 0) - (other.line ?? 0) ||
  (one.column ?? 0) - (other.column ?? 0) ||
  compareTexts(one.pointer, other.pointer);

/** By code units: the order does not depend on the machine's language. */
const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
