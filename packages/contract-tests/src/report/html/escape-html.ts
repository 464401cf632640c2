import { visibleBlock } from '../visible-text.ts';

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Text of a description or an answer as text of a page, also inside of a quoted attribute. */
export const escapeHtml = (text: string): string =>
  visibleBlock(text.toWellFormed()).replace(/[&<>"']/g, (character) => entities.get(character) ?? character);

/** A value inside of a `script` element that is data: nothing in it looks like the end of the element. */
export const escapeJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
