import { type Outcome, outcomeOf } from '../../coverage/outcome.ts';
import type { RecordedExchange } from '../../exchange.ts';
import type { ObligationResult } from '../../obligation-result.ts';
import { reasons } from '../../verdict.ts';
import type { Report } from '../report.ts';
import type { ReportOptions } from '../report-options.ts';
import { placeText, showPlace } from '../shown-place.ts';
import { visibleBlock } from '../visible-text.ts';
import type { ContractMap } from './contract-map.ts';

/** What the script of the page shows when a cell is opened. Its texts are shown as text only. */
export interface PageData {
  /** The cells of each row, by row and column of the table. */
  readonly rows: readonly (readonly (readonly PageObligation[])[])[];
  readonly exchanges: Readonly<Record<string, PageExchange>>;
}

interface PageObligation {
  readonly id: string;
  readonly claim: string;
  readonly outcome: Outcome;
  readonly place: string;
  /** Lines below the claim: a heading and a text. */
  readonly facts: readonly (readonly [string, string])[];
  /** Numbers of exchanges. */
  readonly by: readonly number[];
}

interface PageExchange {
  readonly request: string;
  readonly answer: string;
  readonly curl: string;
}

export function toPageData(report: Report, map: ContractMap, options: ReportOptions): PageData {
  const rows = map.groups.flatMap((group) => group.rows);
  const exchanges = [...report.exchanges, ...report.results.flatMap(exchangeOf)];
  return {
    rows: rows.map(({ cells }) =>
      map.columns.map((column) => (cells.get(column) ?? []).map((result) => toObligation(result, options))),
    ),
    exchanges: Object.fromEntries(exchanges.map((exchange) => [exchange.number, toExchange(exchange)])),
  };
}

const exchangeOf = ({ verdict }: ObligationResult): readonly RecordedExchange[] =>
  verdict.outcome === 'violated' ? [...(verdict.steps ?? []), verdict.exchange] : [];

function toObligation(result: ObligationResult, options: ReportOptions): PageObligation {
  const { id, claim, place, verdict } = result;
  return {
    id: visibleBlock(id),
    claim: visibleBlock(claim),
    outcome: outcomeOf(result),
    place: visibleBlock(placeText(showPlace(place, options))),
    facts: factsOf(result).map(([heading, text]) => [heading, visibleBlock(text)]),
    by: verdict.outcome === 'proved' ? verdict.by : exchangeOf(result).map(({ number }) => number),
  };
}

function factsOf({ verdict, waiver }: ObligationResult): readonly (readonly [string, string])[] {
  if (verdict.outcome === 'proved') return [];
  if (verdict.outcome === 'unproven') {
    const { reason, detail } = verdict;
    return [['why', `${reason}: ${reasons[reason]}${detail === undefined ? '' : ` (${detail})`}`]];
  }
  return [
    ['expected', verdict.expected],
    ['received', verdict.received],
    ...(waiver ? [['waived', `${waiver.why} (${waiver.owner}, until ${waiver.until})`] as const] : []),
  ];
}

function toExchange({ request, response, failure, curl }: RecordedExchange): PageExchange {
  return {
    request: visibleBlock(
      messageText(`${request.method} ${request.url}`, request.headers, request.body ?? ''),
    ),
    answer: visibleBlock(
      response
        ? messageText(`status ${response.status}`, response.headers, response.body)
        : `no answer: ${failure ?? ''}`,
    ),
    curl: visibleBlock(curl),
  };
}

function messageText(first: string, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, ...(body === '' ? [] : ['', body])].join('\n');
}
