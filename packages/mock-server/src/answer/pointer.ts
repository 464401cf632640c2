import { isObject } from '../json.ts';

/** The tokens of a JSON Pointer (RFC 6901). */
export function parsePointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at the pointer's tokens; a list that is shorter answers with one of its items. */
export function lookUp(value: unknown, tokens: readonly string[]): unknown {
  let current = value;
  for (const token of tokens) {
    if (Array.isArray(current))
      current = current.length > 0 ? current[Number(token) % current.length] : undefined;
    else current = isObject(current) && Object.hasOwn(current, token) ? current[token] : undefined;
  }
  return current;
}

/** A copy of the value with something else at the pointer's tokens; `undefined` takes the member away. */
export function replaceAt(value: unknown, tokens: readonly string[], replacement: unknown): unknown {
  const [token, ...rest] = tokens;
  if (token === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === Number(token) ? replaceAt(item, rest, replacement) : item));
  const members = Object.entries(isObject(value) ? value : {});
  const old = members.find(([name]) => name === token)?.[1];
  const next = replaceAt(old, rest, replacement);
  const others = members.filter(([name]) => name !== token);
  // `fromEntries` defines members, also one that is called `__proto__`.
  return Object.fromEntries(next === undefined ? others : [...others, [token, next]]);
}
