/** JSON Pointers (RFC 6901) as text. */

/** Escapes one reference token. */
export function escapeToken(token: string): string {
  // Nearly every token needs nothing, and pointers are built for every schema that is walked.
  if (!token.includes('~') && !token.includes('/')) return token;
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Reads one reference token as it stands in a URI fragment: percent-encoding first, then `~1` and `~0`. */
export function unescapeToken(token: string): string {
  const text = decodePercent(token);
  return text.includes('~') ? text.replaceAll('~1', '/').replaceAll('~0', '~') : text;
}

/** Undoes percent-encoding; text that is not valid percent-encoding stays as it is. */
export function decodePercent(text: string): string {
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
