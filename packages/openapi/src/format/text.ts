import type { Diagnostic, Place, Severity } from '../diagnostic.ts';
import { codeFrame } from './code-frame.ts';
import type { FormatSettings } from './format-settings.ts';
import { shownPath } from './shown-path.ts';
import { visibleText } from './visible-text.ts';

type Paint = (text: string) => string;

interface Palette {
  readonly error: Paint;
  readonly warning: Paint;
  readonly info: Paint;
  readonly strong: Paint;
  readonly faint: Paint;
}

const ansi =
  (code: number): Paint =>
  (text) =>
    `\u001b[${code}m${text}\u001b[0m`;
const plain: Paint = (text) => text;

const coloured: Palette = {
  error: ansi(31),
  warning: ansi(33),
  info: ansi(36),
  strong: ansi(1),
  faint: ansi(2),
};
const uncoloured: Palette = { error: plain, warning: plain, info: plain, strong: plain, faint: plain };

/** For people: place, severity and rule on one line, then what is wrong, where it stands, and what to do. */
export function toText(diagnostics: readonly Diagnostic[], settings: FormatSettings): string {
  if (diagnostics.length === 0) return '';
  const palette = settings.color ? coloured : uncoloured;
  const blocks = diagnostics.map((diagnostic) => block(diagnostic, settings, palette));
  return `${blocks.join('\n')}\n${summary(diagnostics)}\n`;
}

function block(diagnostic: Diagnostic, settings: FormatSettings, palette: Palette): string {
  const { rule, severity, message, place, help, related = [] } = diagnostic;
  const at = (other: Place) => visibleText(position(other, settings.cwd));
  const lines = [
    `${palette.strong(at(place))}  ${palette[severity](severity)}  ${visibleText(rule)}`,
    `  ${visibleText(message)}`,
    ...(place.pointer === '' ? [] : [palette.faint(`  at ${visibleText(place.pointer)}`)]),
    ...frame(place, settings, palette[severity]),
    ...related.map((other) => `  see ${at(other)}`),
    ...(help === undefined ? [] : [`  help: ${visibleText(help)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function position({ file, line, column }: Place, cwd: string): string {
  const shown = shownPath(file, cwd);
  return line === undefined ? shown : `${shown}:${line}:${column ?? 1}`;
}

function frame(place: Place, { textOf }: FormatSettings, mark: Paint): readonly string[] {
  const { line, column = 1 } = place;
  const text = textOf(place.file);
  if (text === undefined || line === undefined) return [];
  const lines = codeFrame(text, { line, column });
  const gutter = Math.max(...lines.map(({ number }) => String(number).length));
  return lines.flatMap(({ number, text: content, before }) => {
    const shown = `    ${String(number).padStart(gutter)} | ${content}`.trimEnd();
    if (before === undefined) return [shown];
    return [shown, `    ${' '.repeat(gutter)} | ${' '.repeat(before)}${mark('^')}`];
  });
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const counted = (severity: Severity, noun: string) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [`${count} ${noun}${count === 1 || noun === 'info' ? '' : 's'}`];
  };
  const files = new Set(diagnostics.map(({ place }) => place.file)).size;
  const parts = [...counted('error', 'error'), ...counted('warning', 'warning'), ...counted('info', 'info')];
  return `${parts.join(', ')} in ${files} ${files === 1 ? 'file' : 'files'}`;
}
