/** JSON Pointers (RFC 6901) as tokens and as text, and the fragment form that `$ref` uses. */

/** Escapes one reference token. */
export function escapeToken(token: string): string {
  // Nearly every token needs nothing, and a large description has millions of them.
  if (!token.includes('~') && !token.includes('/')) return token;
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Undoes `escapeToken`. */
export function unescapeToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}

/** Reads one reference token as it stands in a URI fragment: percent-encoding first, then `~1` and `~0`. */
export function decodeToken(token: string): string {
  return unescapeToken(decodePercent(token));
}

/** Undoes percent-encoding. A stray `%` is common in hand-written references: such text stays as it is. */
function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The pointer made of these tokens, `''` for none. */
export function toPointer(tokens: readonly (string | number)[]): string {
  let pointer = '';
  for (const token of tokens) pointer += `/${escapeToken(String(token))}`;
  return pointer;
}

/** The tokens of a pointer: none for `''`, and `undefined` for a text that is no pointer. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  return pointer.slice(1).split('/').map(unescapeToken);
}

/** The tokens of a reference such as `#/components/schemas/A`; `undefined` when it is not one. */
export function parseFragmentPointer(reference: string): readonly string[] | undefined {
  if (!reference.startsWith('#')) return undefined;
  return parsePointer(decodePercent(reference.slice(1)));
}
