import type { Diagnostic, Place, Severity } from '../diagnostic.ts';
import type { FormatSettings } from './format-settings.ts';
import { shownUri } from './shown-path.ts';
import { visibleJson } from './visible-text.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Severity,
  string
>;

/** SARIF 2.1.0 (OASIS), for code scanning services. */
export function toSarif(diagnostics: readonly Diagnostic[], { cwd }: FormatSettings): string {
  const rules = [...new Set(diagnostics.map(({ rule }) => rule))].sort();
  const driver = { name: 'plumbline', rules: rules.map((id) => ({ id })) };
  const results = diagnostics.map((diagnostic) => ({
    ruleId: diagnostic.rule,
    ruleIndex: rules.indexOf(diagnostic.rule),
    level: levels[diagnostic.severity],
    message: { text: textOf(diagnostic) },
    locations: [toLocation(diagnostic.place, cwd)],
    ...(diagnostic.related?.length && {
      relatedLocations: diagnostic.related.map((place, id) => ({ id, ...toLocation(place, cwd) })),
    }),
  }));
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${visibleJson(JSON.stringify(log, null, 2))}\n`;
}

const textOf = ({ message, help }: Diagnostic): string =>
  help === undefined ? message : `${message} ${help}`;

function toLocation({ file, pointer, line, column }: Place, cwd: string) {
  return {
    physicalLocation: {
      artifactLocation: { uri: shownUri(file, cwd) },
      region: { startLine: line ?? 1, startColumn: column ?? 1 },
    },
    ...(pointer !== '' && { logicalLocations: [{ fullyQualifiedName: pointer }] }),
  };
}
