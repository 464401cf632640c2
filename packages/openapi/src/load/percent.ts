/** Percent-encoding (RFC 3986) undone; text with a stray `%` stands for itself. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
