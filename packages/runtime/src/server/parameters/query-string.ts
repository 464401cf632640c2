/**
 * A query string or an `application/x-www-form-urlencoded` body, with its values still encoded:
 * delimiters inside of values are told from encoded ones before decoding.
 */
export class QueryString {
  /** Decoded names to raw values, in order. */
  readonly values = new Map<string, string[]>();
  /** True when a name is not percent-encoded UTF-8. */
  readonly hasBrokenName: boolean;

  constructor(text: string) {
    let broken = false;
    for (const pair of text === '' ? [] : text.split('&')) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = decodeFormText(equals === -1 ? pair : pair.slice(0, equals));
      if (name === undefined) {
        broken = true;
        continue;
      }
      const value = equals === -1 ? '' : pair.slice(equals + 1);
      const others = this.values.get(name);
      if (others === undefined) this.values.set(name, [value]);
      else others.push(value);
    }
    this.hasBrokenName = broken;
  }
}

/** Undefined when the text is not percent-encoded UTF-8. A `+` is a blank, as HTML forms write it. */
export function decodeFormText(text: string): string | undefined {
  return decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

export function decodePercent(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
