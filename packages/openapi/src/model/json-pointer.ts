/** JSON Pointer (RFC 6901) as tokens and as text, and the fragment form that `$ref` uses. */

/** Few tokens need it, and a large description has millions of tokens: hence the look before. */
export const escapeToken = (token: string): string =>
  token.includes('/') || token.includes('~') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;

const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** `''` gives no tokens; a text that does not begin with `/` is no pointer and gives `undefined`. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  return pointer.slice(1).split('/').map(unescapeToken);
}

export const formatPointer = (tokens: readonly string[]): string =>
  tokens.map((token) => `/${escapeToken(token)}`).join('');

/** The tokens of a reference such as `#/components/schemas/A`; `undefined` when it is not one. */
export function parseFragmentPointer(reference: string): readonly string[] | undefined {
  if (!reference.startsWith('#')) return undefined;
  return parsePointer(decodePercent(reference.slice(1)));
}

/** A stray `%` is common in hand-written references and then stands for itself. */
function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
