import { stripVTControlCharacters, styleText } from 'node:util';

/** Results: what a pipe or a file gets. */
export function printResult(text: string): void {
  if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Talk: progress, summaries, advice. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Whether a stream wants colour: a terminal, unless NO_COLOR or FORCE_COLOR says otherwise. */
export function hasColor(stream: NodeJS.WriteStream): boolean {
  if (process.env.FORCE_COLOR !== undefined) return process.env.FORCE_COLOR !== '0';
  if (process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '') return false;
  return stream.isTTY === true;
}

/** Text in a style where standard error shows colour. */
export function styled(style: Parameters<typeof styleText>[0], text: string): string {
  return hasColor(process.stderr) ? styleText(style, text, { validateStream: false }) : text;
}

/**
 * Shows a line that is replaced by the next while long work goes on; nothing where nobody watches.
 * @returns a function that takes the line away.
 */
export function showProgress(text: string): () => void {
  if (process.stderr.isTTY !== true) return () => undefined;
  process.stderr.write(`${stripVTControlCharacters(text).slice(0, process.stderr.columns - 1)}\r`);
  return () => process.stderr.write('\u001b[2K\r');
}
