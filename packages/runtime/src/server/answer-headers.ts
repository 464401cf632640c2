import type { AnswerHeaders, HeaderValue, RenderedHeaders } from './answer.ts';

/** Puts an answer's headers, in any case, among rendered ones. */
export function addHeaders(target: Record<string, string | readonly string[]>, headers: AnswerHeaders): void {
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    const key = name.toLowerCase();
    target[key] = key === 'set-cookie' ? toList(value).map(String) : toList(value).join(', ');
  }
}

function toList(value: Exclude<HeaderValue, undefined>): readonly (string | number | boolean)[] {
  return typeof value === 'object' ? value : [value];
}

const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** What the value of a header may be made of (RFC 9110, section 5.5). */
export const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The first header whose name or value no HTTP message can carry. Left to the platform it would be refused
 * when it is too late for a 500, or would end the header early.
 */
export function findUnsendable(headers: RenderedHeaders): string | undefined {
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (!NAME.test(name)) return name;
    const isSendable =
      typeof value === 'string' ? SENDABLE.test(value) : value.every((one) => SENDABLE.test(one));
    if (!isSendable) return name;
  }
  return undefined;
}
