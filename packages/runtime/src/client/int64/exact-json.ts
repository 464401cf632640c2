import { LongInteger } from './long-integer.ts';
import { rewriteJson } from './rewrite-json.ts';

/**
 * Begins the texts that stand for integers while JSON is read and written. Texts of the document that begin like it
 * are told apart by the letter behind it.
 */
const mark = '\u0000';
/** JSON has no other way to write it at the beginning of a text. */
const writtenMark = '"\\u0000';

/**
 * Integers of 16 digits and more: 2^53 has 16. Nothing else that has so many digits in a row: `0.12…`, `1e-12…`, and
 * `012…`, which is no JSON.
 */
const longInteger = /(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE])/g;

/**
 * `JSON.parse` that loses no digit: integers of 16 digits and more come as `LongInteger`. It asks nothing special of
 * the platform: revivers are not told the source text before Node 22 and browsers of 2025.
 *
 * @throws {SyntaxError} as `JSON.parse`
 */
export function parseExact(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const marked = rewriteJson(text, {
    betweenTexts: (part) => part.replace(longInteger, '"\\u0000i$&"'),
    beginning: writtenMark,
    text: (token) => `${writtenMark}t${token.slice(1)}`,
  });
  const parsed: unknown = JSON.parse(marked);
  return marked === text ? parsed : replaceLeaves(parsed, unmark);
}

function unmark(leaf: unknown): unknown {
  if (typeof leaf !== 'string' || !leaf.startsWith(mark)) return leaf;
  return leaf[1] === 'i' ? new LongInteger(leaf.slice(2)) : leaf.slice(2);
}

/** `JSON.stringify` that writes every bigint as an integer. */
export function writeExact(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'bigint') return `${mark}i${member}`;
    return typeof member === 'string' && member.startsWith(mark) ? `${mark}t${member}` : member;
  });
  if (!text?.includes(writtenMark)) return text;
  return rewriteJson(text, {
    beginning: writtenMark,
    text(token) {
      const rest = token.slice(writtenMark.length + 1);
      return token[writtenMark.length] === 'i' ? rest.slice(0, -1) : `"${rest}`;
    },
  });
}

/** Puts a value in the place of each `LongInteger` of what `parseExact` gave. */
export function replaceLongIntegers(root: unknown, toValue: (digits: string) => unknown): unknown {
  return replaceLeaves(root, (leaf) => (leaf instanceof LongInteger ? toValue(leaf.text) : leaf));
}

/** Replaces what is neither a list nor an object, in place. Not by recursion: how deep it goes, the sender chose. */
function replaceLeaves(root: unknown, replace: (leaf: unknown) => unknown): unknown {
  const whole = { root };
  const pending: object[] = [whole];
  for (let holder = pending.pop(); holder; holder = pending.pop()) {
    for (const name of Object.keys(holder)) {
      const member: unknown = Reflect.get(holder, name);
      if (typeof member === 'object' && member !== null && !(member instanceof LongInteger))
        pending.push(member);
      else replaceMember(holder, name, { member, by: replace(member) });
    }
  }
  return whole.root;
}

/** Plain assignment would set the prototype where a member is called `__proto__`. */
export function replaceMember(
  holder: object,
  name: string,
  { member, by: value }: { readonly member: unknown; readonly by: unknown },
): void {
  if (value === member) return;
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}
