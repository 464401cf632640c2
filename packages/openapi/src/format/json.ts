import type { Diagnostic, Place } from '../diagnostic.ts';
import type { FormatSettings } from './format-settings.ts';
import { shownPath } from './shown-path.ts';
import { visibleJson } from './visible-text.ts';

/** One array; paths relative to `cwd`. JSON escapes control characters by itself. */
export function toJson(diagnostics: readonly Diagnostic[], { cwd }: FormatSettings): string {
  const toPlace = ({ file, pointer, line, column }: Place) => ({
    file: shownPath(file, cwd),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    pointer,
  });
  const list = diagnostics.map(({ rule, severity, message, place, help, related }) => ({
    rule,
    severity,
    message,
    ...toPlace(place),
    ...(help !== undefined && { help }),
    ...(related?.length && { related: related.map(toPlace) }),
  }));
  return `${visibleJson(JSON.stringify(list, null, 2))}\n`;
}
