import type { Violation } from './prism-problem.ts';

/** Prism's header for what a request or an answer broke, where the body has no place for it. */
export const VIOLATIONS_HEADER = 'sl-violations';

/** Characters; Node refuses messages with more than 16 KB of headers. */
const MAX_LENGTH = 8000;

export function violationsText(violations: readonly Violation[]): string {
  const text = JSON.stringify(violations).replace(/[^\x20-\x7e]/g, jsonEscape);
  return text.length > MAX_LENGTH ? `Too many violations! ${text.slice(0, MAX_LENGTH)}` : text;
}

/** Headers carry ASCII only. */
function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
