/** The pairs of a `Cookie` header (RFC 6265, section 5.4); names may occur more than once. */
export function parseCookies(header: string | null): Map<string, string[]> {
  const cookies = new Map<string, string[]>();
  for (const pair of header === null ? [] : header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1) continue;
    const name = pair.slice(0, equals).trim();
    const value = unquote(pair.slice(equals + 1).trim());
    const others = cookies.get(name);
    if (others === undefined) cookies.set(name, [value]);
    else others.push(value);
  }
  return cookies;
}

function unquote(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
