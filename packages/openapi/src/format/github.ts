import type { Diagnostic, Severity } from '../diagnostic.ts';
import type { FormatSettings } from './format-settings.ts';
import { shownPath } from './shown-path.ts';
import { visibleText } from './visible-text.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<
  Severity,
  string
>;

/** Workflow commands of GitHub Actions, one a line. */
export function toGithub(diagnostics: readonly Diagnostic[], { cwd }: FormatSettings): string {
  const lines = diagnostics.map(({ rule, severity, message, place, help }) => {
    const properties = [
      `file=${escapeProperty(shownPath(place.file, cwd))}`,
      ...(place.line === undefined ? [] : [`line=${place.line}`]),
      ...(place.column === undefined ? [] : [`col=${place.column}`]),
      `title=${escapeProperty(rule)}`,
    ];
    const text = help === undefined ? message : `${message}\nhelp: ${help}`;
    return `::${commands[severity]} ${properties.join(',')}::${escapeData(text)}\n`;
  });
  return lines.join('');
}

/** As the runner's own toolkit escapes; other controls cannot end a command but could colour the log. */
const escapeData = (text: string): string =>
  visibleText(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
