import type { RecordedExchange } from '../exchange.ts';
import type { Obligation } from '../obligation.ts';
import type { Finding } from '../verdict.ts';
import type { ReportOptions } from './report-options.ts';
import { placeText, showPlace } from './shown-place.ts';
import { visibleBlock, visibleLine } from './visible-text.ts';

/** What reports show of a body. */
const shownBody = 400;

/** What they show of a URL; the line for a shell has all of it. */
const shownUrl = 400;

/** Headers that say nothing about the API; other formats show them. */
const ofTheWire: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
]);

export interface ViolationContext {
  readonly seed: number;
  readonly run: string;
  /** How places are shown. */
  readonly options?: ReportOptions;
}

/** One violation as lines of plain text: the promise, what was expected, what came, and how to send it again. */
export function describeViolation(
  obligation: Obligation,
  finding: Finding,
  context: ViolationContext,
): string {
  const { exchange } = finding;
  const lines = [
    `${obligation.operation}  ${visibleLine(obligation.claim)}`,
    `  obligation  ${visibleLine(obligation.id)}`,
    `  promised    ${visibleLine(placeText(showPlace(obligation.place, context.options ?? {})))}`,
    `  expected    ${visibleLine(finding.expected)}`,
    `  received    ${visibleLine(finding.received)}`,
    `  request     #${exchange.number} ${exchange.request.method} ${visibleLine(cut(exchange.request.url, shownUrl))}`,
    ...describeAnswer(exchange),
    `  seed        ${context.seed}, run ${context.run}${describePhase(exchange)}`,
    ...describeSteps(finding),
    `  again       ${visibleBlock(exchange.curl)}`,
  ];
  return lines.join('\n');
}

const describePhase = ({ phase }: RecordedExchange): string =>
  phase === undefined ? '' : `, found by a random ${phase === 'random' ? 'request' : 'sequence'}`;

/** What has to be sent before, in order; the ids in it are those of the run. */
function describeSteps({ steps = [] }: Finding): readonly string[] {
  return steps.map(
    ({ curl, response }, index) =>
      `  ${index === 0 ? 'first' : 'then '}       ${visibleBlock(curl)}  # ${response?.status ?? 'no answer'}`,
  );
}

function describeAnswer({ response, failure }: RecordedExchange): readonly string[] {
  if (!response) return [`  answer      none: ${visibleLine(failure ?? '')}`];
  const headers = Object.entries(response.headers)
    .filter(([name]) => !ofTheWire.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${value}`);
  const { body } = response;
  const shown = cut(body, shownBody);
  return [
    `  answer      ${response.status}`,
    ...headers.map((header) => `              ${visibleLine(header)}`),
    ...(shown === '' ? [] : [`              ${visibleLine(shown)}`]),
  ];
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
