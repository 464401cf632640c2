/** Control characters, ANSI escapes among them, line separators, and controls that turn the writing direction. */
const invisible = /[\p{Cc}\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

/** Text of a document, made safe to show: what cannot be seen, or would move what can, is written as `\u…`. */
export const visibleText = (text: string): string =>
  text.toWellFormed().replace(invisible, (character) => {
    const code = character.codePointAt(0)!; // one match is one character
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });

/** The same for JSON text, where line ends are those of the layout and `\u…` is what JSON itself writes. */
export const visibleJson = (json: string): string =>
  json
    .split('\n')
    .map((line) => visibleText(line))
    .join('\n');
