/**
 * The one place where text of a description becomes part of a generated file. Every emitter goes
 * through these functions; none of them puts a description's text anywhere else.
 */

/**
 * Characters that end a line, hide, or reorder what a reader sees ("Trojan Source"): C0 and C1
 * controls but tab and line feed, soft hyphen, zero-width and bidirectional controls, line and
 * paragraph separators.
 */
const TREACHEROUS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]/g;

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Writes treacherous characters as `\uXXXX`. */
function escapeTreacherous(text: string): string {
  return text.replace(TREACHEROUS, unicodeEscape);
}

/**
 * Makes a whole source text safe to look at and to put into a page, where another printer wrote
 * it: treacherous characters and `</script` occur only in literals and comments, where the escaped
 * form means the same.
 */
export function escapeSource(source: string): string {
  return escapeTreacherous(source).replace(/<\/(?=script)/gi, '<\\/');
}

/** A single-quoted TypeScript string literal whose value is exactly `text`. */
export function stringLiteral(text: string): string {
  // JSON.stringify escapes quotes, backslashes, controls and lone surrogates.
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escapeTreacherous(inner).replace(/<(?=[/!])/g, '\\x3C')}'`;
}

/** A string literal in which letters that only look like ASCII are seen: all others are `\uXXXX`. */
function nameLiteral(name: string): string {
  return stringLiteral(name).replace(/[^\x20-\x7e]/g, unicodeEscape);
}

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/**
 * A property name of an object type or literal: bare where it is an ASCII identifier, else quoted.
 * `__proto__` is written as a computed name, because a literal would set the prototype.
 */
export function propertyName(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return IDENTIFIER.test(name) ? name : nameLiteral(name);
}

/** `type['name']`, the type of a property. */
export function indexedAccess(type: string, ...names: readonly string[]): string {
  return type + names.map((name) => `[${/^[1-9]\d{0,8}$/.test(name) ? name : nameLiteral(name)}]`).join('');
}

/**
 * Text for the inside of a block comment: it cannot end the comment, nor act as a directive to the
 * compiler (`@ts-expect-error` in a block comment is one).
 */
export function commentText(text: string): string {
  return escapeTreacherous(text.replace(/\r\n?/g, '\n'))
    .replaceAll('*/', '*\\/')
    .replace(/<\/(?=script)/gi, '<\\/')
    .replace(/@(?=ts-)/gi, '@ ');
}

/** A documentation comment with its indentation and a line feed at the end; `''` without text. */
export function docComment(text: string | undefined, indent = ''): string {
  const trimmed = text === undefined ? '' : commentText(text).trim();
  if (trimmed === '') return '';
  const lines = trimmed.split('\n').map((line) => line.trimEnd());
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML content and quoted attribute values. Treacherous characters become visible. */
export function htmlText(text: string): string {
  return escapeTreacherous(text).replace(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? '');
}
