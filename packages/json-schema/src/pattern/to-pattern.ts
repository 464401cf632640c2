/** A compiled `pattern`. */
export interface Pattern {
  test(text: string): boolean;
}

/**
 * Compiles a `pattern` for checking untrusted text: with Unicode semantics, or without where the pattern is only
 * valid so.
 *
 * @throws SyntaxError when the pattern is no ECMA-262 regular expression.
 */
export function toPattern(source: string): Pattern {
  return toRegExp(source);
}

/** The native expression: flag `u` as JSON Schema recommends, without it where the source is only valid so. */
export function toRegExp(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    return new RegExp(source);
  }
}
