import { type Outcome, outcomeOf } from '../coverage/outcome.ts';
import { obligationKinds } from '../obligation.ts';
import type { ObligationResult } from '../obligation-result.ts';
import type { Report } from './report.ts';
import type { ReportOptions } from './report-options.ts';
import { placeUri, showPlace } from './shown-place.ts';
import { visibleBlock } from './visible-text.ts';

/** SARIF 2.1.0 (OASIS): each breach at the line of the description that promised otherwise. */
export function toSarif({ results, seed, run }: Report, options: ReportOptions): string {
  const breaches = results.filter(({ verdict }) => verdict.outcome === 'violated');
  const kinds = [...new Set(breaches.map(({ kind }) => kind))].sort();
  const rules = kinds.map((kind) => ({ id: kind, shortDescription: { text: obligationKinds[kind] } }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'plumbline test', rules } },
        columnKind: 'utf16CodeUnits',
        properties: { seed, run },
        results: breaches.map((result) => ({
          ...toResult(result, options),
          ruleIndex: kinds.indexOf(result.kind),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const levels: Partial<Record<Outcome, string>> = { violated: 'error', warning: 'warning' };

function toResult(result: ObligationResult, options: ReportOptions) {
  const { id, kind, waiver } = result;
  return {
    ruleId: kind,
    level: levels[outcomeOf(result)] ?? 'note',
    message: { text: messageOf(result) },
    locations: [toLocation(result, options)],
    // By it, a code host knows a breach again when lines have moved.
    partialFingerprints: { 'obligation/v1': id },
    ...(waiver && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: visibleBlock(waiver.why) }],
    }),
  };
}

function messageOf({ operation, claim, verdict }: ObligationResult): string {
  const promise = `${operation}: ${claim}`;
  if (verdict.outcome !== 'violated') return visibleBlock(promise);
  const { expected, received, exchange, steps = [] } = verdict;
  const again = [...steps, exchange].map(({ curl }) => curl).join('\n');
  return visibleBlock(`${promise}\nExpected ${expected}, received ${received}.\nAgain: ${again}`);
}

function toLocation({ place }: ObligationResult, options: ReportOptions) {
  const shown = showPlace(place, options);
  return {
    physicalLocation: {
      artifactLocation: { uri: placeUri(shown) },
      region: { startLine: shown.line ?? 1, startColumn: shown.column ?? 1 },
    },
    ...(shown.pointer !== '' && {
      logicalLocations: [{ fullyQualifiedName: visibleBlock(shown.pointer) }],
    }),
  };
}
