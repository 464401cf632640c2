import type { Diagnostic } from '../diagnostic.ts';
import type { FormatSettings } from './format-settings.ts';
import { shownPath } from './shown-path.ts';
import { visibleText } from './visible-text.ts';

/** JUnit XML: a suite for each file, a test case for each diagnostic. Only errors are failures. */
export function toJunit(diagnostics: readonly Diagnostic[], { cwd }: FormatSettings): string {
  const suites = [...Map.groupBy(diagnostics, ({ place }) => shownPath(place.file, cwd))];
  const body = suites.map(([file, found]) => suite(file, found)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts(diagnostics)}>\n${body}</testsuites>\n`;
}

const counts = (diagnostics: readonly Diagnostic[]): string => {
  const failures = diagnostics.filter(({ severity }) => severity === 'error').length;
  return ` name="plumbline" tests="${diagnostics.length}" failures="${failures}"`;
};

function suite(file: string, diagnostics: readonly Diagnostic[]): string {
  const name = ` name="${escapeXml(file)}"`;
  const cases = diagnostics.map((diagnostic) => testCase(file, diagnostic)).join('');
  return `  <testsuite${name}${counts(diagnostics).replace(' name="plumbline"', '')}>\n${cases}  </testsuite>\n`;
}

function testCase(file: string, diagnostic: Diagnostic): string {
  const { rule, severity, message, place, help } = diagnostic;
  const at = `${file}:${place.line ?? 1}:${place.column ?? 1}`;
  const detail = [`${at}  ${place.pointer}`, ...(help === undefined ? [] : [`help: ${help}`])]
    .map(escapeXml)
    .join('\n');
  const text = escapeXml(message);
  const outcome =
    severity === 'error'
      ? `<failure message="${text}" type="error">${detail}</failure>`
      : `<system-out>${severity}: ${text}\n${detail}</system-out>`;
  return `    <testcase name="${escapeXml(`${rule} at ${at}`)}" classname="${escapeXml(file)}">${outcome}</testcase>\n`;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
]);

/** XML 1.0 cannot hold most control characters at all, not even escaped. */
const escapeXml = (text: string): string =>
  visibleText(text)
    .replace(/[&<>"']/g, (character) => entities.get(character) ?? character)
    .replace(/[\ufffe\uffff]/g, '\ufffd');
