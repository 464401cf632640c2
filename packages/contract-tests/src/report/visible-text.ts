/** Text of the wire or the description on one line of a terminal: line breaks and control characters are shown. */
export function visibleLine(text: string): string {
  return visibleBlock(text).replace(/\n/g, '\\n');
}

/** The same, keeping line breaks. Bidirectional controls could turn a line around. */
export function visibleBlock(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) =>
      character === '\t' ? '  ' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
