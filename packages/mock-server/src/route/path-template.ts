/** One segment of a path template. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter' }
  /** Literals with parameters between them, as in `{name}.json`. */
  | { readonly kind: 'mixed'; readonly literals: readonly string[]; readonly key: string };

export function parseTemplate(path: string): readonly Segment[] {
  return path.split('/').map(parseSegment);
}

function parseSegment(segment: string): Segment {
  const literals = segment.split(/\{[^{}]*\}/).map(decoded);
  if (literals.length === 1) return { kind: 'literal', text: literals[0] ?? '' };
  if (literals.length === 2 && literals.every((text) => text === '')) return { kind: 'parameter' };
  return { kind: 'mixed', literals, key: JSON.stringify(literals) };
}

/** Whether a decoded segment of a request's path has the literals in their order, and text between them. */
export function matchesMixed(literals: readonly string[], text: string): boolean {
  const first = literals[0] ?? '';
  const last = literals.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let position = first.length;
  for (const literal of literals.slice(1, -1)) {
    // At least one character belongs to the parameter before the literal.
    const found = text.indexOf(literal, position + 1);
    if (found === -1) return false;
    position = found + literal.length;
  }
  return position < end;
}

/** Percent-encoding that cannot be read stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
