import { visibleText } from './visible-text.ts';

export interface FrameLine {
  readonly number: number;
  readonly text: string;
  /** Set on the line in question: how many characters stand before the column. */
  readonly before?: number;
}

const linesAround = 1;
const width = 100;

/** The line in question and its neighbours, cut to a width that a terminal shows. */
export function codeFrame(
  text: string,
  { line, column }: { line: number; column: number },
): readonly FrameLine[] {
  const first = Math.max(1, line - linesAround);
  // A file can be one line of megabytes: the window is cut before anything is done to its characters.
  const start = Math.max(0, column - 1 - Math.floor(width / 2));
  return linesFrom(text, first, line + linesAround).map((content, index): FrameLine => {
    const number = first + index;
    if (number !== line) return { number, text: visibleText(content.slice(start, start + width)) };
    const before = visibleText(content.slice(start, column - 1));
    const after = visibleText(content.slice(column - 1, start + width));
    return { number, text: before + after, before: before.length };
  });
}

function linesFrom(text: string, first: number, last: number): readonly string[] {
  const lines: string[] = [];
  let number = 1;
  let start = 0;
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r|$/g)) {
    if (number >= first) lines.push(text.slice(start, index));
    if (number++ >= last) break;
    start = index + lineBreak.length;
  }
  return lines;
}
